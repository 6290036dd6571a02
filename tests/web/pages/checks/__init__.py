"""Tests of the pages of the checks and of the video review."""
