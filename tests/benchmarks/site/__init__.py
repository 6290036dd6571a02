"""The site under load, and what it is measured against."""
