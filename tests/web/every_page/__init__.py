"""What every page keeps to, over whole sites."""
