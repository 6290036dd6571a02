"""The site: frozen documents read by name and shown. It counts nothing and holds no database.

An address is declared in pages, one feature a file, or in api for programs; the places and periods in it are read by
urls, renamed ones lead on by redirects. A sentence is written in presentation (that on receipts in first_screen) or in
templates. Headers, caching and errors are in responses. `published` is what a request reads. What callers use:
create_app (app).
"""
