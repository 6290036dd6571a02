"""A usual row of each source, as the source publishes it."""

from typing import Any

from tests.samples import HACKNEY

RECORDS = (
    "Date,MPS Area,Borough of Stop,Borough Code,Officer OCU,Search Type,Subject,Reason for Stop,Outcome,Outcome Reason,"
    "Apparent Age,Gender,Ethnic Appearance Code,EA Group,Self-defined Ethnicity Code,SDE Group,Count"
)
RECORD = "2022-05-03,Met,Hackney,E09000012,TSG,Person,Person,Drugs,1 No further action,,18-24,Male,IC1,White,W2,White,1"
AGGREGATED = (
    "Year_Month,MPS Area,Borough of Stop,Borough Code,Search Type,Subject,Reason for Stop,Outcome,Outcome Reason,"
    "Age_Group,Gender,Ethnic Appearance Code,EA Group,Self-defined Ethnicity Code,SDE Group,Count"
)
COUNTED = "2022-05,Met,Hackney,E09000012,Person,Person,Drugs,Arrest,,18-24,Male,IC1,White,W2,White,7"

STOP: dict[str, Any] = {
    "age_range": "18-24",
    "outcome": "A no further action disposal",
    "involved_person": True,
    "self_defined_ethnicity": "White - Irish",
    "gender": "Male",
    "legislation": "Misuse of Drugs Act 1971 (section 23)",
    "outcome_linked_to_object_of_search": None,
    "datetime": "2018-04-10T14:30:00+00:00",
    "removal_of_more_than_outer_clothing": None,
    "outcome_object": {"id": "bu-no-further-action", "name": "A no further action disposal"},
    "location": {"latitude": HACKNEY["Latitude"], "longitude": HACKNEY["Longitude"], "street": {"id": 1, "name": "x"}},
    "operation": False,
    "officer_defined_ethnicity": "White",
    "type": "Person search",
    "operation_name": None,
    "object_of_search": "Controlled drugs",
}
