"""Files as they come: CSV, workbooks, archives; recognised by name and content, bounded in size, read in batches."""
