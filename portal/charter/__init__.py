"""The charter as data, and how each record is measured against it. Read in this order: states, definitions, columns,
names, lines, building, value_lists, parameters, column_lists, about, consistency, reading, rationale, section_60,
known; then, with frames: rules, measuring, tally, figures, and duties (what the publisher owes).

The walk of one record under one check: is a column it needs not published? does the check apply to it (its law on
that day, its power, who was there)? is what it needs blank? could nobody tell? was it not done? Then it was done. The
first yes is its state. Then states are counted, a rate is drawn from the counts, and a target, where somebody set
one, gives the verdict.
"""
