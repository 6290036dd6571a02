"""`python -m ingest PATH...`: the same as `portal ingest`."""

import sys

from portal.commands import main

if __name__ == "__main__":
    main.run(["ingest", *sys.argv[1:]])
