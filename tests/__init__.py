"""The tests mirror the rooms; samples.py holds the small town they tell of."""
