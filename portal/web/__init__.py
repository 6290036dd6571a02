"""The site: frozen documents read by name and shown. It counts nothing and holds no database.

Read in this order: addresses, words, charts, pages, downloads, errors, headers, app.
"""
