"""From records to an edition; the room that joins the store and the accounts. It prints nothing.

What callers use: publish and Request (run); PublishResult, Fault and the errors that end a run (events);
reconcile_archive, end_begun and burying (register); release_day (run); draw_month and the frames
(review_draws), review_of_year (review_year).
"""
