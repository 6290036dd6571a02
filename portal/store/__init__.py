"""The only room that writes SQL. A supply is superseded in supplies (`settle_state`); searches are read in searches,
what only a return has in return_columns; editions, runs and withdrawals are noted in register; database migrates.
What callers use: open_database (database), insert_supply, all_supplies, find_supply, withdraw (supplies),
current_supplies (searches), open_return_names (return_key), altered_supplies (held_rows).
"""
