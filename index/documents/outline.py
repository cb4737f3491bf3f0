"""How a document is laid out around its clauses: its title, what stands before it, its signature, what follows.

The genre has one layout: (web furniture) – (letterhead, 文号) – title – (addressee, notice, signature – title of what
is issued) – preamble – clauses – signature – (annexes, web furniture). Place decides first, words second: whatever
stands before the title or behind the signature is no clause, however it is worded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.documents.frame_words import (
    ANNEX_LABEL,
    ANNEX_LIST,
    BRACKETED,
    CONTENTS,
    DATE,
    DATE_LINE,
    LETTERHEAD,
    LISTED,
    NUMBER,
    ORG,
    SIGNED,
    WEB,
    fold,
    has_clauses,
    starts,
)
from index.documents.numbering import marker_at
from index.documents.title_lines import find_title, issued

_SIGNATURE_LINES = 8


@dataclass(frozen=True, slots=True)
class Outline:
    """Non-blank lines by number.

    Attributes:
        roles: line → name of the unnumbered node it belongs to (页眉, 文头, 标题, 通知, 引言, 落款, 附件清单, 页脚).
        title: lines of the document's own title; `outer` those of the notice that issues it, where there is one.
        start: first line of the document itself; numbers before it are the notice's.
    """

    roles: dict[int, str] = field(default_factory=dict)
    title: tuple[int, ...] = ()
    outer: tuple[int, ...] = ()
    start: int = 0


def outline(lines: Sequence[str], levels: Sequence[int]) -> Outline:
    """The layout of a document's non-blank, stripped lines; `levels[i]` is the heading level the file gave line i."""
    outer = find_title(lines, levels)
    if not outer:
        roles: dict[int, str] = {}
        _tail(lines, 0, roles)
        return Outline(roles=roles)
    inner = issued(lines, outer)
    title = inner or outer
    roles = dict.fromkeys(title, "标题")
    for n in range(outer[0]):
        roles[n] = "文头" if _is_head(lines[n]) else "页眉"
    if inner:
        roles.update(dict.fromkeys(outer, "文头"))
        for n in range(outer[-1] + 1, inner[0]):
            head = _is_head(lines[n]) and not DATE_LINE.fullmatch(lines[n]) and not ORG.fullmatch(lines[n])
            roles[n] = "文头" if head or ANNEX_LABEL.fullmatch(lines[n]) else "通知"
    first = _front(lines, levels, title[-1] + 1, roles)
    _tail(lines, first, roles)
    return Outline(roles, title, outer if inner else (), title[0])


def _is_head(line: str) -> bool:
    """Letterhead, 文号, date, addressee, an office alone on its line."""
    return bool(
        LETTERHEAD.fullmatch(line)
        or (NUMBER.search(line) and len(line) < 60 and not re.search("[，；]|现就|现将", line))
        or SIGNED.fullmatch(line)
        or DATE_LINE.fullmatch(line)
        or (ORG.fullmatch(line) and len(line) < 40)
        or re.match(r"(?:各|市|省|区|县|自治)[^。]{2,300}[：:]$", line)
    )


def _front(lines: Sequence[str], levels: Sequence[int], first: int, roles: dict[int, str]) -> int:
    """Roles of the lines between the title and the first number; returns the line that has it."""
    n = _contents(lines, first, roles)
    numbered = max((k for k, line in enumerate(lines) if marker_at(line)), default=-1)
    while n < len(lines):
        line = lines[n]
        marker = marker_at(line)
        if marker or (levels[n] > 1):
            break
        if BRACKETED.fullmatch(line) and n <= first + 1 and not NUMBER.search(line) and not re.search(DATE, line):
            roles[n] = "标题"
        elif _is_head(line) or BRACKETED.fullmatch(line) or (WEB.search(line) and not re.search("[。；]", line)):
            roles[n] = "文头"
        elif CONTENTS.fullmatch(line):
            n = _contents(lines, n, roles)
            continue
        elif n <= numbered:
            roles[n] = "引言"
        else:
            break
        n += 1
    return n


def _contents(lines: Sequence[str], first: int, roles: dict[int, str]) -> int:
    """A table of contents ends where its first entry comes again."""
    if first + 2 >= len(lines) or not CONTENTS.fullmatch(lines[first]):
        return first
    entry = fold(re.sub(r"[\s.．…·]*\d*$", "", lines[first + 1]))
    again = next((n for n in range(first + 2, min(first + 200, len(lines))) if fold(lines[n]).startswith(entry)), None)
    if again is None or not entry:
        return first
    roles.update(dict.fromkeys(range(first, again), "文头"))
    return again


def _tail(lines: Sequence[str], first: int, roles: dict[int, str]) -> None:
    """Lists of annexes, signatures, and what stands behind them."""
    n = first
    while n < len(lines):
        if n not in roles and ANNEX_LIST.fullmatch(lines[n]) and (end := _list_end(lines, n)):
            roles.update(dict.fromkeys(range(n, end), "附件清单"))
            n = end
            continue
        if n not in roles and (end := _signature(lines, n)):
            roles.update(dict.fromkeys(range(n, end), "落款"))
            n = _behind(lines, end, roles)
            continue
        n += 1
    for n in range(len(lines) - 1, first, -1):
        web = WEB.search(lines[n]) and len(lines[n]) < 60 and not re.search("[。；，]", lines[n])
        if n not in roles and (not web or marker_at(lines[n])):
            break
        roles.setdefault(n, "页脚")


def _list_end(lines: Sequence[str], first: int) -> int:
    """The line behind a list of annexes; 0 where an annex itself begins."""
    own = re.sub(r"附\s*[件表]\s*\d*\s*[：:.．、]?", "", lines[first]).strip()
    end = first + 1
    while end < len(lines) and LISTED.fullmatch(lines[end]) and len(lines[end]) < 80:
        end += 1
    if not own and end == first + 1 and end < len(lines) and not _signature(lines, end):
        return 0
    listed_next = end > first + 1 or lines[first][2:3] in "：:" or (end < len(lines) and bool(_signature(lines, end)))
    return end if listed_next else 0


def _signature(lines: Sequence[str], first: int) -> int:
    """The line behind a signature that begins at `first`: offices and a date, or at the very end offices alone."""
    if SIGNED.fullmatch(lines[first]) or DATE_LINE.fullmatch(lines[first]):
        return first + 1
    if not ORG.fullmatch(lines[first]) or marker_at(lines[first]):
        return 0
    for n in range(first + 1, min(first + _SIGNATURE_LINES, len(lines))):
        if DATE_LINE.fullmatch(lines[n]) or SIGNED.fullmatch(lines[n]):
            return n + 1
        if not ORG.fullmatch(lines[n]):
            return 0
    return len(lines) if len(lines) - first <= _SIGNATURE_LINES else 0


def _behind(lines: Sequence[str], first: int, roles: dict[int, str]) -> int:
    """What follows a signature is furniture until an annex begins."""
    n = first
    while n < len(lines):
        marker = marker_at(lines[n])
        if marker and marker.style.name == "annex" and not _list_end(lines, n):
            return n
        if starts(marker) and marker and not roles.get(n) and has_clauses(lines, n + 1):
            return n
        roles.setdefault(n, "页脚")
        n += 1
    return n
