"""Every table of an export, opened by the programs that people use: `python -m tests.tables FOLDER`."""
