"""The only room that writes SQL. A supply is superseded in supplies; searches are read in searches, what only a return
has in return_columns; editions, runs and withdrawals are noted in register; database opens and migrates.
"""
