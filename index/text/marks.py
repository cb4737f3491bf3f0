"""Whether a line looks like the start of a numbered clause, whatever the numbering."""

from __future__ import annotations

import re

_NUMBER = "[零〇一二三四五六七八九十百]+"
_OPENS = re.compile(
    rf"\s*(?:第\s*(?:{_NUMBER}|\d{{1,3}})\s*[编章节条款部](?![规的第中])|{_NUMBER}、|[（(](?:{_NUMBER}|\d{{1,2}})[)）]"
    r"|\d{1,2}(?:[.．、](?!\d)|[)）])|[①-⑳]|附件|附表)"
)


def opens_clause(line: str) -> bool:
    """第三条, 二、（四）5. 6）⑦ 附件1 … at the line's start."""
    return _OPENS.match(line) is not None
