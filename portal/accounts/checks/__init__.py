"""What the charter's checks found, by place and by team. What callers use: Measures (states), Evidence and with_checks
(apply), exact (entries), arrivals, duty_state_counts (duties), flag_states (grounds).
"""
