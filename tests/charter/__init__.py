"""The charter's tests: its files, the states of records by a second judge, rates, verdicts, and the command."""
