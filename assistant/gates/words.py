"""Words of sentences and clauses in a form in which they can be looked up."""

from __future__ import annotations

import re
from typing import Final

from index.text.normalize import nfkc

_DROPPED: Final = re.compile(r"[\s“”‘’\"'「」『』《》〈〉（）()\[\]【】*_`·]")


def plain(text: str) -> str:
    """NFKC, lower case, without quotes, brackets and blanks."""
    return _DROPPED.sub("", nfkc(text)).lower()
