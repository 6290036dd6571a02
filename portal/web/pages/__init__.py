"""Every address of the site that people read, one feature a file: a Flask blueprint each, registered in web.app. An
account's page is in accounts, its CSV and JSON in data, tables made on request are declared in tables.
"""
