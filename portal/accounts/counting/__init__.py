"""A year's searches counted, exactly: every figure of an account, before checks and comparison.

A share is computed in breakdowns (`figure`), that of a subset in account (`search_subset`), a rate by residents or by
outcome in rates, an interval in statistics. What callers use: Year, View (searches), PlaceCounts (place_counts),
accounts (account), funnel (funnels), account_sums (reconciliation), charter_fields (fields).
"""
