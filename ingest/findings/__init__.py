"""What is odd about a supply: pure checks by what they look at (volume, cells), against what is usual
(baseline), and their settling. What callers use: update_findings (examine), Finding (model).
"""
