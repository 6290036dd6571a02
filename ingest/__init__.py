"""From a file to a supply in the database.

Read in this order: reading, delimited, sources, normalise, place, findings, load.
"""
