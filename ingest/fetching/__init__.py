"""Getting what is missing: planning what to ask for, asking politely, and keeping what came. What callers use: fetch."""
