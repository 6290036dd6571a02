"""One file a source: it recognises its format by content and reads it to a frame of text."""
