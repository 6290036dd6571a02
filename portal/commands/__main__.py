"""`python -m portal.commands`: the same as `portal`."""

from portal.commands.main import run

if __name__ == "__main__":
    run()
