"""Tests of the store: what goes in comes out, and what was altered shows."""
