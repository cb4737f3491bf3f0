"""All gates in order: the first failure is the one that is told."""

from __future__ import annotations

from typing import Final

from assistant.gates.award import award
from assistant.gates.cap import cap
from assistant.gates.citation import citation, marked
from assistant.gates.exchange import exchange
from assistant.gates.hedge import hedge
from assistant.gates.level import level
from assistant.gates.model import Checked, Context, Failure, Gate
from assistant.gates.number import number
from assistant.gates.polarity import polarity
from assistant.gates.region import region
from assistant.gates.status import status

GATES: Final[tuple[Gate, ...]] = (
    marked,
    region,
    hedge,
    number,
    award,
    exchange,
    cap,
    level,
    citation,
    polarity,
    status,
)


def check(checked: Checked, context: Context) -> Failure | None:
    """The first gate the sentence does not pass, or None."""
    for gate in GATES:
        if failure := gate(checked, context):
            return failure
    return None
