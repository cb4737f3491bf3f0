"""A document's title: the lines that carry it, and of a notice the title of what it issues."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.documents.frame_words import (
    ADDED,
    ANNEX_LABEL,
    BAR,
    BRACKETED,
    DATE_LINE,
    ISSUES,
    LETTERHEAD,
    NAMED,
    NOTICE,
    NUMBER,
    ORG,
    SIGNED,
    STATE,
    TITLE,
    WEB,
    fold,
    has_clauses,
    starts,
)
from index.documents.numbering import marker_at

_FRONT_LINES = 80


def title_text(lines: Sequence[str], title: Sequence[int]) -> str:
    """The title as one line, with what stands in brackets right below it where that is a state (征求意见稿)."""
    joined = "".join(
        lines[n] if re.search(r"[A-Za-z]\s+[A-Za-z]", lines[n]) else "".join(lines[n].split()) for n in title
    )
    below = title[-1] + 1
    if below < len(lines) and BRACKETED.fullmatch(lines[below]) and STATE.search(lines[below]):
        words = lines[below].strip("（）()〔〕[] ")
        if len(words) <= 16 and "公开" not in words and words not in joined:
            joined += f"（{words}）"
    return joined


def find_title(lines: Sequence[str], levels: Sequence[int]) -> tuple[int, ...]:
    """The title's lines: of those that look like one before the text begins, the likeliest, at last the latest."""
    limit = min(len(lines), _FRONT_LINES)
    headed = [n for n in range(limit) if levels[n] == 1]
    best: tuple[float, int, tuple[int, ...]] | None = None
    for first in range(limit):
        if best and _begins(lines[first]) and first > best[2][-1]:
            break
        for length in range(1, 5):
            span = tuple(range(first, first + length))
            if span[-1] >= limit or not _may_join(lines, span):
                break
            joined = "".join("".join(lines[n].split()) for n in span)
            marked = all(n in headed for n in span)
            worded = TITLE.fullmatch(joined) is not None
            if not (worded or (marked and len(joined) >= 4)) or BAR.search(joined):
                continue
            score = (
                (6.0 if worded else 0.5) * marked
                + worded
                + 2 * bool(re.match(r"关于|[\u4e00-\u9fff]{2,12}?(?:省|市|州|县|区|旗|盟)", joined))
            )
            score += 2 * ("关于" in joined) - (0.1 if length > 1 else 0)
            score += 0.5 * len(re.findall(r"[\u4e00-\u9fff]", joined)) / 40
            if best is None or (score, first) > best[:2] or (span[: len(best[2])] == best[2] and score >= best[0]):
                best = (score, first, span)
    return best[2] if best else ()


def _begins(line: str) -> bool:
    """Prose, an addressee or a first number: no title stands below."""
    return bool(re.search(r"[。；]$", line)) or starts(marker_at(line)) or bool(re.match(r"各[^。]{2,80}[：:]$", line))


def _may_join(lines: Sequence[str], span: tuple[int, ...]) -> bool:
    line = lines[span[-1]]
    if marker_at(line) or NUMBER.fullmatch(line) or DATE_LINE.fullmatch(line) or LETTERHEAD.fullmatch(line):
        return False
    if re.search(r"[。；：:，]$", line) or len(line) < 2 or line.startswith(("附件", "目录", "发布日期")):
        return False
    if len(span) > 1 and (BRACKETED.fullmatch(line) or WEB.search(line)):
        return bool(BRACKETED.fullmatch(line) and STATE.search(line))
    if len(span) == 2 and ORG.fullmatch(lines[span[0]]):
        return line.startswith(("关于", "印发")) or bool(ORG.fullmatch(line))
    return True


def issued(lines: Sequence[str], outer: tuple[int, ...]) -> tuple[int, ...]:
    """The title lines of the document that a notice issues, where its text follows in the same file."""
    head = "".join("".join(lines[n].split()) for n in outer)
    names: list[str] = NAMED.findall(head)
    for line in lines[outer[-1] + 1 : outer[-1] + 40]:
        if ISSUES.search(line):
            names += NAMED.findall(line)
    for name in dict.fromkeys(fold(each) for each in names):
        for first in range(outer[-1] + 1, len(lines)):
            if span := _matches(lines, first, name):
                return span
    if not NOTICE.search(head):
        return ()
    for n in range(outer[-1] + 1, len(lines) - 3):  # behind the notice's signature
        if not (DATE_LINE.fullmatch(lines[n]) or SIGNED.fullmatch(lines[n])):
            continue
        for first in range(n + 1, min(n + 8, len(lines))):
            if ANNEX_LABEL.fullmatch(lines[first]):
                continue
            for length in (1, 2, 3):
                span = tuple(range(first, first + length))
                if span[-1] >= len(lines) or not _may_join(lines, span):
                    break
                joined = "".join("".join(lines[k].split()) for k in span)
                if TITLE.fullmatch(joined) and "表" not in joined[-3:] and has_clauses(lines, span[-1] + 1):
                    return span
        return ()
    return ()


def _matches(lines: Sequence[str], first: int, name: str) -> tuple[int, ...]:
    joined = ""
    for n in range(first, min(first + 5, len(lines))):
        joined += fold(lines[n])
        if joined == name or (joined.startswith(name) and re.fullmatch(ADDED, joined[len(name) :])):
            return tuple(range(first, n + 1))
        if not name.startswith(joined):
            return ()
    return ()
