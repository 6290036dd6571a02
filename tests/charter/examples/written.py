"""Examples of what was written down: R01 to R15."""

from tests.charter.examples.forms import MANNED, PUBLIC, UNKNOWN, VAN, States, also, answers
from tests.charter.rows import NP, NR

EXAMPLES: dict[str, States] = {
    "R01": {
        NP: [{"power": NP}], NR: [{"power": NR}], "pass": [{}, {"power": "public_order_s11"}],
        "fail": [{"power": "unlisted_word"}, {"power": "public_order_s11", "london_date": 20231219},
                 {"power": "psychoactive_s36", "london_date": 20140101}],
        "not_applicable": [{"london_date": 20120101}],
    },
    "R02": {
        NP: [{"object": NP}], NR: [{"object": NR}], "pass": [{}], "not_applicable": [{"london_date": 20101231}],
        "fail": [{"object": "object_unavailable"}, {"object": "unlisted_word"}],
    },
    "R03": {
        NP: [{"object": NP}, {"power": NP}], "pass": [{}, {"power": "firearms_s47", "object": "firearms"}],
        "fail": [{"object": "stolen_goods"}], "not_applicable": [{"power": NR}, {"object": NR}],
        "cannot_tell": [{"power": "public_order_s10"}, {"object": "object_unavailable"}, {"power": "unlisted_word"}],
    },
    "R04": also(
        answers("grounds_recorded", **{"pass": ["yes"], "fail": ["placeholder", "no"]}), {},
        not_applicable=[{"power": "cjpoa_s60", "grounds_recorded": "no"}, {"power": "cjpoa_s60"}],
        not_recorded=[{"power": NR, "grounds_recorded": "yes"}],
    ),
    "R05": also(
        answers("grounds_grade",
                **{"pass": ["reasonable"], "fail": ["not_reasonable"], "cannot_tell": ["cannot_tell"]}),
        {}, not_applicable=[{"power": "cjpoa_s60"}],
    ),
    "R06": {
        NP: [{"clock": NP}], NR: [{"clock": NR}], "not_applicable": [{"london_date": 20101231}],
        "pass": [{}, {"clock": "midnight"}, {"midnight_share": 0.5}],
        "fail": [{"clock": "midnight", "midnight_share": 0.05}],
    },
    "R07": also(answers("point", **{"pass": ["in_london"], "fail": ["outside_london"]}), {},
                not_applicable=[{"london_date": 20101231}]),
    "R08": answers("area", **{"pass": ["E09000012", "E09000001"], "not_applicable": ["outside_london"]}),
    "R09": answers("team", **{"pass": ["metropolitan-tsg"], "fail": ["nobody"]}),
    "R10": also(answers("officer_identity_recorded", **{"pass": ["yes"], "fail": ["no"]}), {},
                not_applicable=[{"london_date": 20101231}]),
    "R11": also(answers("officer_defined_ethnicity", **{"pass": ["white", "unlisted_word"]}), {},
                not_applicable=[VAN, {**PUBLIC, "kind": "vehicle", "officer_defined_ethnicity": NR}],
                not_recorded=[{**MANNED, "officer_defined_ethnicity": NR}, UNKNOWN]),
    "R12": answers("outcome", **{"pass": ["no_further_action", "arrest", "unlisted_word"]}),
    "R13": also(answers("linked", **{"pass": ["true", "false"], "cannot_tell": ["unlisted_word"]}), {},
                not_applicable=[{"outcome": "no_further_action", "linked": NR}], not_published=[{"outcome": NP}]),
    "R14": {
        NP: [{"minutes_to_record": NP}, {"minutes_to_record": 5, "outcome": NP}], NR: [{"minutes_to_record": NR}],
        "pass": [{"minutes_to_record": 0}, {"minutes_to_record": 720},
                 {"minutes_to_record": 721, "late_reason_recorded": "yes"}],
        "fail": [{"minutes_to_record": 721, "late_reason_recorded": one} for one in ("no", NR, NP)],
        "not_applicable": [{"minutes_to_record": NR, "outcome": "arrest"}],
    },
    "R15": {
        NP: [{"grounds_edits": NP}], NR: [{"grounds_edits": NR}],
        "pass": [{"grounds_edits": 0}, {"grounds_edits": 2, "edits_explained": "yes"}],
        "fail": [{"grounds_edits": 1, "edits_explained": one} for one in ("no", NR, NP)],
    },
}  # fmt: skip
