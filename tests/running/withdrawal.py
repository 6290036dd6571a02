"""Why the tests withdraw what they withdraw."""

WHY = ("--reason", "A court ordered it.")
