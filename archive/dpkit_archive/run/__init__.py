"""Runs of tasks and pipelines: what was called, with what, and what came of it."""
