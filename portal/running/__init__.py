"""One run of a command that writes: its lock, its exit code, what an earlier run left undone, and the note at its end.
What callers use: writing_run, alone (run); Stopped and the exit codes (outcomes); withdraw_everywhere (withdrawing);
ingest_aloud (ingesting); print_event, report_faults and exit_of (troubles).
"""
