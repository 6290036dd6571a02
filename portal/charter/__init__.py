"""The charter as data, and how each record is measured against it. Read in this order: definitions, functions, parser,
parameters, about, validation, agreements; then, with frames: rules, tally, claims, and duties
(what the publisher owes). What callers use: published_charter, read_charter, Charter, Check, states, judge.

The walk of one record under one check: is a column it needs not published? does the check apply to it (its law on
that day, its power, who was there)? is what it needs blank? could nobody tell? was it not done? Then it was done.
The first yes is its state. Then states are counted, a rate is drawn from the counts, and a target, where somebody
set one, gives the verdict.
"""
