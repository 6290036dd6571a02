"""Each source in its own format: the tests of ingest.sources."""
