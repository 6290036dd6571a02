"""The words of measuring: six states of a record under a check, and seven verdicts on a place."""

NOT_PUBLISHED = "not_published"
NOT_APPLICABLE = "not_applicable"
NOT_RECORDED = "not_recorded"
CANNOT_TELL = "cannot_tell"
FAIL = "fail"
PASS = "pass"  # noqa: S105 - the state, no password

STATES = (NOT_PUBLISHED, NOT_APPLICABLE, NOT_RECORDED, CANNOT_TELL, FAIL, PASS)
"""In order of precedence: the first that applies to a record is its state."""

MEANINGS = {
    NOT_PUBLISHED: "The police have not published what is needed to say.",
    NOT_APPLICABLE: "The check does not apply to this search.",
    NOT_RECORDED: "The record leaves blank what is needed to say.",
    CANNOT_TELL: "What is there does not let anybody tell.",
    FAIL: "What is there shows that it was not done.",
    PASS: "What is there shows that it was done.",
}

KEPT = "Kept"
NOT_KEPT = "Not kept"
TOO_CLOSE = "Too close to call"
TOO_FEW = "Too few checked to say"
NO_TARGET = "No target set"
UNPUBLISHED = "Not published"
DOES_NOT_APPLY = "Does not apply"

VERDICTS = (KEPT, NOT_KEPT, TOO_CLOSE, TOO_FEW, NO_TARGET, UNPUBLISHED, DOES_NOT_APPLY)
