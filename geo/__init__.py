"""Where things are: dated outlines, points placed in boroughs, outlines drawn.

Read in this order: spdata (the source), boundaries (derived outlines), locate, outlines.
"""
