"""What is made of figures as they are published: sums, comparison, headline, commentary, series and the map. What
callers use: finish_accounts (finish), series (series), borough_map (maps), commentaries (commentary).
"""
