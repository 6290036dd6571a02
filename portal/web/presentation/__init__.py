"""Words, numbers, marks and charts of pages. A sentence on receipts is written in first_screen and in sentences."""
