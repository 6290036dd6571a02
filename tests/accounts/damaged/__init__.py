"""Invented supplies, damaged in every way we know, and a second count that sees what they were before."""
