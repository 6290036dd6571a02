"""Draw a month again: python draw_again.py draws.json 2027-01 searches-*.csv (/reviews/draws.json; /data/2026-27/)."""

import csv, hashlib, itertools, json, sys


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


month = sys.argv[2]
draws = [draw for draw in json.load(open(sys.argv[1]))["draws"] if (draw["month"], draw["sample"]) == (month, "records")]
seed, promised, size = draws[-1]["seed"], draws[-1]["promised"], draws[-1]["a_borough"]
assert sha256(seed) == promised, "this is not the seed whose hash was published before the month"
rows = [row for table in sys.argv[3:] for row in csv.DictReader(open(table, newline=""))]
rows = [row for row in rows if row["portal_supply"][-16:-9] == month == row["portal_date"][:7]]
own = [row for row in rows if row["portal_person"] == "true"]
frame = sorted((f"{row['portal_supply']}:{row['portal_line']}", row["portal_place"]) for row in own)
whole = sha256(f"{month}\n" + "".join(f"{key}|{place}|\n" for key, place in frame))
assert whole == draws[-1]["frame_sha256"], "these tables are not the searches that were drawn from"
lots = sorted((place, sha256(f"{seed}|{whole}|borough|{key}"), key) for key, place in frame)
drawn = sorted(lot[2] for _, own in itertools.groupby(lots, lambda lot: lot[0]) for lot in list(own)[:size])
assert sha256("".join(f"{key}\n" for key in drawn)) == draws[-1]["list_sha256"], "another list was drawn"
print(*drawn, sep="\n")
