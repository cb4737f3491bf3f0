"""Wrong figures: a digit, a unit, a power of ten, one of a sibling, another clause, level or city."""

from __future__ import annotations

import re

from index.text.figures import Figure

_DENIES = re.compile(r"(?:不是|并非|并不是|而非)(?:固定|一律|都是)?\s?$")


def denied(text: str, figure: Figure) -> bool:
    """`不是500万元`: a figure the sentence says is wrong, so changing it makes nothing wrong."""
    return _DENIES.search(text[: figure.start]) is not None
