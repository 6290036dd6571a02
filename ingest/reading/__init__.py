"""Files as they come: CSV, workbooks, archives; recognised by name and content, bounded in size, read in batches.
What callers use: Named (recognition), Batch, Refused (batch), read_delimited (delimited), members (archive),
bytes_of (sizes).
"""
