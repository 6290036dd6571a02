"""Where things are: dated outlines, points placed in boroughs, outlines drawn.

Read in this order: spdata (the source), projection, boundaries (derived outlines, and drawn), locate. What callers use:
Locator and inside_each (locate), drawing and squares (boundaries).
"""
