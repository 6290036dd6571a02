"""Words, numbers, marks and charts of pages, from documents. The answers of an account's first screen are written in
first_screen (that on receipts: `receipts`), its opening sentences in sentences, what a check found in checks, what is
odd about the data in data_quality; every number, date and name goes through formatting or figures.
"""
