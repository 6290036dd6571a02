"""From records to an edition; the only room that sees both the store and the accounts. What callers use: drawn_up
(pipeline), draft_year (year), draft_series (series), draft_supplies (supplies), draft_catalogue (catalogue),
reconcile_archive and beginning (register), release_day (release_days).
"""
