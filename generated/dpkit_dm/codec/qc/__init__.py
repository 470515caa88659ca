"""Codecs of the generated classes."""
