"""From a file to a supply in the database: reading (what kind of file, its rows), sources (one a format), normalise
(labels, times, places), findings (what is odd), load (the walk); fetching gets what is missing. Whether a supply
supersedes another is decided in portal.store.supplies. What callers use: ingest (run), Origin and Outcome (outcome).
"""
