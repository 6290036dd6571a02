"""Every address of the site, one feature a file: a blueprint each."""
