"""What a year adds up to, in stages that are the reading order: counting (every figure; a share is computed here),
checks (what the charter's checks found), finishing (what follows from published figures). What callers use besides:
published_supply, missing_supplies (supplies), which say what a list of supplies may show of a return.
"""
