"""From a file to a supply in the database.

Read in this order: reading, delimited, months, names, sources, archive, workbook, recognition, passing_over, validity,
normalise, place, profile, finding, checks, findings, outcome, describing, load; then fetch, and fetching for what it
is made of.
"""
