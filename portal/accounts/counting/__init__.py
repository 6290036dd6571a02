"""A year's searches counted, exactly: every figure of an account, before checks and comparison.

A share is computed in breakdowns, a rate by residents in rates, an interval in statistics. What callers use: Year and
View (searches), PlaceCounts, accounts (account), funnel (funnels), account_sums (reconciliation).
"""
