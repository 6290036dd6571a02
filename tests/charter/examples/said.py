"""Examples of what was said and done: C01 to C06."""

from tests.charter.examples.forms import MANNED, PUBLIC, UNKNOWN, VAN, States, also, answers
from tests.charter.rows import NP, NR

EXAMPLES: dict[str, States] = {
    "C01": also(
        answers("name_given", **{"pass": ["yes", "number_with_reason"], "fail": ["no"]}), {},
        not_applicable=[{**VAN, "name_given": "no"}, {"london_date": 20101231, "name_given": "no"}],
        not_recorded=[{**UNKNOWN, "name_given": "yes"}, {"kind": NR, "name_given": "yes"}],
        fail=[{**MANNED, "name_given": "no"}], not_published=[{"kind": NP, "name_given": "yes"}],
    ),
    "C02": also(
        answers("shoulder_number_given", **{"pass": ["yes"], "fail": ["no"], "not_applicable": ["no_number"]}), {},
        not_applicable=[{**VAN, "shoulder_number_given": "yes"}],
        **{"pass": [{"london_date": 20101231, "shoulder_number_given": "yes"}]},
    ),
    "C03": also(
        answers("grounds_told", **{"pass": ["yes"], "fail": ["no"]}), {},
        not_applicable=[
            {**VAN, "grounds_told": "no"}, {"power": "cjpoa_s60", "grounds_told": NR},
            {"power": "terrorism_s47a", "grounds_told": "no"}, {"power": "public_order_s11", "grounds_told": "no"},
        ],
        fail=[{"power": "public_order_s11", "london_date": 20231219, "grounds_told": "no"}],
        not_recorded=[{"power": NR, "grounds_told": "yes"}], not_published=[{"power": NP, "grounds_told": "yes"}],
    ),
    "C04": {
        NP: [{"gowisely": NP}], NR: [{"gowisely": NR}], "not_applicable": [{**VAN, "gowisely": "none"}],
        "pass": [
            {"gowisely": "GOWISELY"}, {"gowisely": "GOISELY", "uniform": "yes"},
            {"gowisely": "OWISELY", "power": "cjpoa_s60"},
        ],
        "fail": [
            {"gowisely": "GOISELY", "uniform": "no"}, {"gowisely": "none"}, {"gowisely": "OWISELY"},
            {"gowisely": "GOISLY", "uniform": "yes"}, {"gowisely": "none", "uniform": NR, "power": NR},
        ],
        "cannot_tell": [
            {"gowisely": "GOISELY", "uniform": NR}, {"gowisely": "GOISELY", "uniform": NP},
            {"gowisely": "OWISELY", "power": NR},
        ],
    },
    "C05": also(
        answers("receipt", **{"pass": ["issued", "emailed", "declined"], "fail": ["not_offered"],
                              "not_applicable": ["impracticable", "custody"]}), {},
        not_applicable=[
            {"outcome": "arrest", "receipt": NR}, {"outcome": "arrest", "receipt": "not_offered"},
            {"outcome": "arrest", "receipt": "issued"}, {**VAN, "receipt": "not_offered"},
        ],
        not_recorded=[{"outcome": NR, "receipt": NR}],
    ),
    "C06": {
        NP: [{"self_defined_code": NP}, {"self_defined_asked": NP}],
        NR: [{"self_defined_asked": NR}, {"self_defined_asked": "yes", "self_defined_code": NR},
             {**PUBLIC, "self_defined_code": NR}],
        "pass": [{"self_defined_asked": "yes"}, {"self_defined_asked": "yes", "self_defined_code": "declined"}, PUBLIC,
                 {**PUBLIC, "self_defined_code": "not_stated"}],
        "fail": [{"self_defined_asked": "no"}, {"self_defined_asked": "no", "self_defined_code": NR}],
        "not_applicable": [{"self_defined_code": "officer_called_away"}, {"self_defined_code": "public_disorder"},
                           {**PUBLIC, "kind": "vehicle", "self_defined_code": NR}, VAN],
        "cannot_tell": [{"self_defined_asked": "yes", "self_defined_code": "unlisted_word"}],
    },
}  # fmt: skip
