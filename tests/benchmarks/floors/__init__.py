"""What anybody would write to load the same files: the floors that our own way in is measured against."""
