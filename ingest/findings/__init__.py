"""What is odd about a supply: pure checks by what they look at (volume, cells, clock and place), and their settling."""
