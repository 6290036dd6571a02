"""One file a source: it recognises its format by content (`recognises`) and reads it to batches of text (`read`). A new
file is found by being here (docs/sources.md).
"""
