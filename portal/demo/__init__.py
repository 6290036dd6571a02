"""Invented records, shaped like real ones, so that every page has something labelled to show."""
