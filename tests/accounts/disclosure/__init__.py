"""Tests of what is shown of protected counts, and of the audit."""
