"""The video review: who draws searches for independent viewing, what is drawn, and what the viewing proves.

What callers use: Frame and draw (drawing), estimate and london_estimate (estimates), agreement (agreement), plan_review
(planning); review_fields and question_fields (standard), read_review_file (reading), and what panels fill in (form).
"""
