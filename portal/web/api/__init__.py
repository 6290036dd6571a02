"""What programs read: feeds, OpenAPI and its declarations, metrics."""
