"""The video review: who draws searches for independent viewing, what is drawn, and what the viewing proves.

What callers use: Frame and draw (drawing), estimate and london_estimate (estimates), agreement (agreement), plan_review
(planning).
"""
