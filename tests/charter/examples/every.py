"""Every example of every check."""

from tests.charter.examples import looked_at, said, written

EXAMPLES = {**said.EXAMPLES, **written.EXAMPLES, **looked_at.EXAMPLES}
