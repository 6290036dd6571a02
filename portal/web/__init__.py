"""The site: frozen documents read by name and shown. It counts nothing and holds no database.

An address is declared in pages (and in api for programs); a sentence is written in presentation; headers, caching and
errors are in responses. `published` is what a request reads. What callers use: create_app (app).
"""
