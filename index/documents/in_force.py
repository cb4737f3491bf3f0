"""Whether and how long a document holds, by its own words: draft, period, and what it puts out of force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.documents.frame_words import NUMBER
from index.documents.numbering import marker_at
from index.documents.periods import Stated, comments_until, last_day, stated_period
from index.documents.said import Evidence, Reader, Repealed

_DRAFT_TITLE = re.compile(r"(?:公开)?征求意见稿?|草案|送审稿|讨论稿|意见征集|征集意见")
_DRAFT_PROSE = re.compile(
    r"(?:现|予以|特)[^。；，]{0,12}(?:征求|征集)[^。；，]{0,6}意见|起草了[^。]{0,60}(?:征求|征集)[^。；，]{0,8}意见"
)
_YEARS = re.compile(r"(?P<a>20\d\d)\s*年?\s*[-—–－~～至]+\s*(?P<b>20\d\d)\s*年")
_REPEAL = re.compile(r"废止|停止执行|停止施行|不再(?:执行|施行)|予以失效|同时失效|自行失效|终止执行")
_NAMED = re.compile(
    r"《(?P<name>[^《》]{4,100})》\s*(?:[（(](?P<brackets>[^（()）]{0,60}(?:[（(][^（()）]*[)）][^（()）]*)?)[)）])?"
)


class Force(Reader):
    """Each method gives what its name says, None or nothing where the text does not."""

    def draft(self, title: str) -> bool:
        if match := _DRAFT_TITLE.search(title):
            for n in self.layout.title:
                at = self.texts[n].find(match.group())
                if at >= 0:
                    self.at("draft", n, at, at + len(match.group()))
                    return True
            self.note("draft", *(self.lines[n].evidence for n in self.layout.title[-1:]))
            return True
        for n in sorted({*self.layout.outer, *self.head}):
            if (match := _DRAFT_TITLE.search(self.texts[n])) and self.layout.roles.get(n) != "页眉":
                self.at("draft", n, *match.span())
                return True
        for n, role in sorted(self.layout.roles.items()):
            if role in ("引言", "通知") and (match := _DRAFT_PROSE.search(self.texts[n])):
                self.at("draft", n, *match.span())
                return True
        return False

    def comments(self) -> date | None:
        for n, start, sentence in self.sentences():
            if found := comments_until(sentence):
                self.at("comments_until", n, start, start + len(sentence))
                return found
        return None

    def period(self, issued: date | None, draft: bool) -> tuple[date | None, date | None, str]:
        """First and last day; for a draft only the words, for it sets no period yet."""
        found: list[tuple[int, int, str, Stated]] = []
        for n, start, sentence in self.sentences():
            if (stated := stated_period(sentence)) and not _names_another(sentence):
                found.append((n, start, sentence, stated))
        own = [each for each in found if each[0] >= self.layout.start] or found
        if not own:
            return self._planned()
        # What limits the document wins over what starts it, the later sentence over the earlier.
        limiting = [each for each in own if each[3].last or each[3].months] or own
        n, start, sentence, stated = limiting[-1]
        self.at("validity", n, start, start + len(sentence))
        first = stated.first
        if first is None and stated.from_issue is not None and issued:
            first = issued + timedelta(days=stated.from_issue)
        if (first is None and limiting is not own) or (first is None and not stated.first):
            for m, other_start, other, started in reversed(found):
                if started.first or (started.from_issue is not None and issued):
                    first = started.first or (issued + timedelta(days=started.from_issue or 0) if issued else None)
                    if other is not sentence:
                        self.at("validity", m, other_start, other_start + len(other))
                    break
        last = stated.last
        if last is None and stated.months and (first or issued):
            last = last_day(first or issued or date.min, stated.months)
        opening = marker_at(sentence)
        words = (
            sentence[opening.end if opening else 0 :].strip(" 。；")
            if draft or (last is None and stated.months)
            else ""
        )
        return first, last, words

    def _planned(self) -> tuple[date | None, date | None, str]:
        """三年行动计划（2021—2023年）: the years in a plan's title are its period."""
        for n in self.layout.title:
            if match := _YEARS.search(self.texts[n]):
                self.at("validity", n, *match.span())
                return date(int(match["a"]), 1, 1), date(int(match["b"]), 12, 31), ""
        return None, None, ""

    def repeals(self) -> Iterator[Repealed]:
        for n, start, sentence in self.sentences():
            verb = _REPEAL.search(sentence)
            if not verb or re.search(r"(?:不予|未|不)废止|如[^，。]{0,20}废止|被废止的", sentence):
                continue
            named = [match for match in _NAMED.finditer(sentence) if match.start() < verb.start()]
            for match in named:
                number = NUMBER.search(match["brackets"] or "")
                where = Evidence(self.lines[n].start + start + match.start(), self.lines[n].start + start + verb.end())
                yield Repealed(match["name"], "".join(number.group().split()) if number else "", where)
            if not named:
                for number in NUMBER.finditer(sentence[: verb.start()]):
                    where = Evidence(
                        self.lines[n].start + start + number.start(), self.lines[n].start + start + verb.end()
                    )
                    yield Repealed("".join(number.group().split()), "".join(number.group().split()), where)


def _names_another(sentence: str) -> bool:
    """依据《…》（自2020年起施行）: the period of another document."""
    return bool(re.match(r"\W*(?:根据|依据|按照|依照|原)[^，。]{0,6}《", sentence)) and "本" not in sentence
