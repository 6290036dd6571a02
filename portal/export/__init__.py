"""The site as files for any host, and live behind nginx. What callers use: site_files (crawl), saved and
made_live_at (live).
"""
