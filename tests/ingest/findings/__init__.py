"""What is odd about a supply: the tests of ingest.findings."""
