"""The checks of a supply, by what they look at: volume, cells, clock and place. Each is a pure function."""
