"""Releases: named memberships across types and levels, frozen with a manifest."""
