"""What a year adds up to, in stages that are the reading order: counting, checks, finishing. What a list of supplies
may say of a return is in supplies.
"""
