"""From bytes to rows: the tests of ingest.reading."""
