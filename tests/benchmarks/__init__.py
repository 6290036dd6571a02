"""`make bench`: how fast we are beside the least that the same work can take, measured in the same run.

Every measurement has a process of its own; each file here is one of them, or part of the table. Nothing
is asserted: a machine that is busy makes a bad number, not a failed test.
"""
