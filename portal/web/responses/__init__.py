"""How an answer leaves: media type and tag (files), headers and caching (caching), errors (errors), refused hosts
(hosts), pages kept in memory (kept), permanent addresses (permanent), schema.org (structured_data).
"""
