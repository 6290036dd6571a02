"""Examples of video, reviews and safeguards: V01 to V05, S01 to S07."""

from tests.charter.examples.forms import CHILD, SIXTY, STRIPPED, VAN, States, also, answers
from tests.charter.rows import NP, NR

EXAMPLES: dict[str, States] = {
    "V01": also(
        answers("video", **{"pass": ["full"], "fail": ["partial", "none"],
                            "not_applicable": ["no_camera", "equipment_failure"]}), {},
        not_applicable=[{"video": "partial", "video_reason_accepted": "yes"}],
        fail=[{"video": "none", "video_reason_accepted": "no"}],
        **{"pass": [{"video": "full", "video_reason_accepted": "yes"}]},
    ),
    "V02": also(
        answers("review_viewed", **{"pass": ["yes"], "fail": ["no", "deleted", "missing"]}), {"review_drawn": "yes"},
        not_applicable=[{"review_drawn": "no"}, {"review_drawn": "no", "review_viewed": "yes"}],
        not_recorded=[{"review_viewed": "yes"}], not_published=[{"review_drawn": NP, "review_viewed": "yes"}],
    ),
    "V03": {
        NP: [{"supervisor_days": NP}], "pass": [{"supervisor_days": 0}, {"supervisor_days": 7}],
        "fail": [{"supervisor_days": 8}], NR: [{"supervisor_days": NR}],
        "not_applicable": [{"supervisor_days": 1, "london_date": 20120101}],
    },
    "V04": {
        NP: [{"review_result": NP}, {"supervisor_result": NP}],
        "pass": [{"review_result": "fail", "supervisor_result": "fail"}],
        "fail": [{"review_result": "fail", "supervisor_result": "pass"}],
        "cannot_tell": [{"review_result": "cannot_tell", "supervisor_result": "pass"}],
        "not_applicable": [{"review_result": "fail"}, {"supervisor_result": "pass"}],
    },
    "V05": {
        NP: [{"panel_feedback": NP}, {"panel_feedback": "no", "panel_response_days": NP}],
        NR: [{}, {"panel_feedback": "yes"}],
        "pass": [{"panel_feedback": "yes", "panel_response_days": 28}],
        "fail": [{"panel_feedback": "yes", "panel_response_days": 29}],
        "not_applicable": [{"panel_feedback": "no"}],
    },
    "S01": also(
        answers("search_authoriser", **{"pass": ["sergeant", "inspector", "higher"], "fail": ["none"]}),
        {"clothing_level": "intimate_parts"},
        not_applicable=[
            {"clothing_level": "outer"}, {"clothing_level": "more_than_outer", "search_authoriser": "none"},
        ],
        not_recorded=[{"clothing_level": NR, "search_authoriser": "none"}],
        not_published=[{"clothing_level": "outer", "search_authoriser": NP}],
    ),
    "S02": also(
        answers("appropriate_adult", **{"pass": ["present", "urgent", "declined"], "fail": ["absent"]}), STRIPPED,
        not_applicable=[{**STRIPPED, "age": "over_34"}, {**CHILD, "clothing_level": "more_than_outer"}],
        not_recorded=[{**STRIPPED, "age": NR, "appropriate_adult": "present"}],
    ),
    "S03": also(
        answers("safeguarding", **{"pass": ["referral", "decision"], "fail": ["none"]}), CHILD,
        not_applicable=[{"age": "18_to_24", "safeguarding": "none"}, {**VAN, **CHILD}],
        not_recorded=[{"age": NR, "safeguarding": "none"}],
    ),
    "S04": {
        NP: [{**SIXTY, "section_60_reference": NP}], NR: [{**SIXTY, "section_60_reference": NR}, {"power": NR}],
        "pass": [SIXTY], "fail": [{**SIXTY, "section_60_reference": "S60/9"}], "not_applicable": [{}],
    },
    "S05": {
        NP: [{**SIXTY, "section_60_reference": NP}, {**SIXTY, "area": NP}],
        NR: [{**SIXTY, "section_60_reference": NR}, {**SIXTY, "area": NR}],
        "pass": [
            SIXTY, {**SIXTY, "hour": "hour_14"}, {**SIXTY, "london_date": 20250411, "hour": "hour_06"},
            {**SIXTY, "section_60_reference": "S60/2", "london_date": 20180410, "hour": NR},
            {**SIXTY, "section_60_reference": "S60/3", "london_date": 20250411, "hour": "hour_23"},
        ],
        "fail": [
            {**SIXTY, "hour": "hour_13"}, {**SIXTY, "london_date": 20250411, "hour": "hour_07"},
            {**SIXTY, "area": "outside_london"}, {**SIXTY, "london_date": 20250412, "hour": NP},
            {**SIXTY, "section_60_reference": "S60/2", "london_date": 20180411, "hour": "hour_16"},
        ],
        "cannot_tell": [{**SIXTY, "section_60_reference": "S60/9"}, {**SIXTY, "hour": NR}],
        "not_applicable": [{}, {**SIXTY, "london_date": 20140101}],
    },
    "S06": also(
        answers("force_recorded", **{"pass": ["yes"], "fail": ["no"]}), {"force_used": "yes"},
        not_applicable=[{"force_used": "no", "force_recorded": "no"}], not_recorded=[{"force_recorded": "yes"}],
    ),
    "S07": {
        NP: [{"object": NP}, {"london_date": 20180410}], NR: [{"object": NR}],
        "pass": [{}, {"object": "firearms", "london_date": 20240601}],
        "fail": [{"object": "firearms"}, {"london_date": 20240601}],
        "cannot_tell": [{"object": "unlisted_word"}, {"object": "object_unavailable"}],
    },
}  # fmt: skip
