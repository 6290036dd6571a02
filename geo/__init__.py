"""Where things are: dated outlines, points placed in boroughs, outlines drawn.

Read in this order: spdata (the source), projection, boundaries (derived outlines), locate, outlines. What callers use:
Locator (locate), drawing (outlines).
"""
