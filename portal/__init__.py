"""Annual accounts of stop and search in London, by borough and by team.

What there is: fields, places, periods, vocabulary, sources, records, settings and other words of every room; `store`
(the database; a supply is superseded here), `charter` and `disclosure` (the rules), `documents` (the promised JSON),
`accounts` (a year counted; a share is computed here), `tables` (CSV, workbooks, packs), `publishing` (the way from
records to an edition), `editions` (the published directory), `web` (the site; addresses and sentences), `export` (the
site as files), `running` (one run of a command), `commands`, `grounds` (flags inside a force), `demo` and `migrations`.
"""
