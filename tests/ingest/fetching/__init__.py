"""From a source over the network: the tests of ingest.fetching."""
