"""What `ingest.fetching.fetch` is made of: planning what to ask for, asking politely, and keeping what came.

Read in this order: answer, arrival, courtesy, upstream, records, downloads, listing, planning, api_month, monthly,
bulk, addresses.
"""
