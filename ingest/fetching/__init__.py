"""Getting what is missing: planning what to ask for, asking politely, keeping what came. What callers use: fetch,
Report, Wanted (fetch), Pace (client).
"""
