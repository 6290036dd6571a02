"""Annual accounts of stop and search in London, by borough and by team.

Read in this order: places, periods, settings, vocabulary, records, store, charter, accounts, web, commands.
"""
