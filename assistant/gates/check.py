"""All gates in order: the first failure is the one that is told.

What our own templates say is right by construction: of it only its marks, its place and its documents' standing are
looked at. Everything else is read: a model's draft, somebody's answer given to `verify`.
"""

from __future__ import annotations

from typing import Final

from assistant.gates.citation import citation, marked
from assistant.gates.claim import claim
from assistant.gates.model import Checked, Context, Failure, Gate
from assistant.gates.standing import region, status

GATES: Final[tuple[Gate, ...]] = (marked, region, citation, claim, status)
OF_OUR_OWN: Final[tuple[Gate, ...]] = (marked, region, status)


def check(checked: Checked, context: Context) -> Failure | None:
    """The first gate the sentence does not pass, or None."""
    for gate in GATES if checked.read else OF_OUR_OWN:
        if failure := gate(checked, context):
            return failure
    return None
