"""What programs read, each with its addresses: feeds and sitemap (feeds), OpenAPI (openapi), /metrics
(metrics). What stands under every data address of the site is declared in declarations.
"""
