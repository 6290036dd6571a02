"""What a year adds up to. Read in this order: document, shelf, breakdowns, drawing_up, tables, editions."""
