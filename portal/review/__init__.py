"""The video review: who draws searches for independent viewing, what is drawn, and what the viewing proves.

Values in, values out: no database, no site. Read in this order: drawing, journal, programme; standard, reading, form
(what reviewers send); estimates, agreement, telling, results, planning. docs/review.md says it in words.
What callers use: Frame and draw (drawing), JournalEntry (journal), Programme (programme), review_fields (standard),
read_review_file (reading), review_template_xlsx (form), Viewing and seen_check (results), viewed_groups (telling),
plan_review (planning).
"""
