"""How counts that only a return can give are shown, and the audit before they are.

Read in this order: rule, shown, tables, parts, shared_total, programme, audit.
"""
