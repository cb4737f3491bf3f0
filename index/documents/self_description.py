"""What a document says of itself, each with the place in the text that says so.

Nothing here is taken from a file's name or a person: a field that the text does not give stays empty, and what is
found is shown 据原文 until document.yaml confirms or corrects it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.documents.numbering import marker_at
from index.documents.outline import DATE, NUMBER, ORG, SIGNED, Outline, title_text
from index.documents.periods import Stated, comments_until, day_in, last_day, stated_period
from index.text.sentences import sentence_spans
from index.vocabulary.divisions import CITY, COUNTY, PROVINCE, Place, divisions

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {ord("　"): " ", ord("\xa0"): " "}
_DRAFT_TITLE = re.compile(r"(?:公开)?征求意见稿?|草案|送审稿|讨论稿|意见征集|征集意见")
_DRAFT_PROSE = re.compile(
    r"(?:现|予以|特)[^。；，]{0,12}(?:征求|征集)[^。；，]{0,6}意见|起草了[^。]{0,60}(?:征求|征集)[^。；，]{0,8}意见"
)
_YEARS = re.compile(r"(?P<a>20\d\d)\s*年?\s*[-—–－~～至]+\s*(?P<b>20\d\d)\s*年")
_REPEAL = re.compile(r"废止|停止执行|停止施行|不再(?:执行|施行)|予以失效|同时失效|自行失效|终止执行")
_NAMED = re.compile(
    r"《(?P<name>[^《》]{4,100})》\s*(?:[（(](?P<brackets>[^（()）]{0,60}(?:[（(][^（()）]*[)）][^（()）]*)?)[)）])?"
)
_HEAD_FIELD = r"(?:{})\s*[：:]\s*"
_ORG_FIELD = re.compile(
    _HEAD_FIELD.format("发文机关|发布机构|制定机关|发文单位|发布单位|信息来源|来源|公开主体|起草单位")
    + r"([\u4e00-\u9fff（）()、]{2,60})"
)
_DATE_FIELDS = ("成文日期|发文日期|签发日期", "印发日期|公布日期|发布日期|发布时间|公开日期|生成日期|发文时间")
_ISSUED_BY = re.compile(rf"{DATE}\s*(?:印发|发布|公布|颁布)")
_NUMBER_FIELD = re.compile(r"(?:发文字号|文\s*号|文件编号|发文文号|编号)\s*[：:]\s*([^\s，。；]{4,40}号)")
_PUBLIC_BODY = re.compile(
    r"([\u4e00-\u9fff]{2,12}?(?:区|县|旗|市))(?:人民政府|委|管委会|[\u4e00-\u9fff]{2,14}(?:局|委员会|办公室))"
)
_PASSED = re.compile(
    r"(?P<org>[\u4e00-\u9fff]{2,14}?(?:省|市|州|县|区|旗))?第?[一二三四五六七八九十]{1,4}届"
    r"(?P<body>人民代表大会(?:常务委员会)?)第[一二三四五六七八九十百]{1,5}次会议"
)
_NATION = re.compile(
    r"(?:国务院|国家[\u4e00-\u9fff]{2,12}(?:局|委|委员会)|(?:工业和信息化|科学技术|财政|商务|生态环境|农业农村|住房和城乡建设|交通运输|文化和旅游)部|中共中央|中华人民共和国)"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the text says it: a stretch of the source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repealed:
    """A document that the text puts out of force, as printed."""

    name: str
    number: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class SelfDescription:
    """What the text says of its document; `evidence` by field name."""

    title: str = ""
    issuer: str = ""
    number: str = ""
    issued: date | None = None
    region: Place | None = None
    nation: bool = False
    draft: bool = False
    comments_until: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    term: str = ""
    repeals: tuple[Repealed, ...] = ()
    evidence: tuple[tuple[str, Evidence], ...] = ()

    def where(self, field: str) -> tuple[Evidence, ...]:
        return tuple(found for name, found in self.evidence if name == field)


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line: its stripped text, full-width digits made plain, and where it starts in the source."""

    text: str
    start: int

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.start, self.start + len(self.text))


def describe(lines: Sequence[Line], layout: Outline) -> SelfDescription:
    """Read what the document says of itself.

    Args:
        lines: its non-blank lines; `layout` numbers them.
    """
    return _Reader(lines, layout).read()


def plain_digits(text: str) -> str:
    """１２ → 12, ideographic blank → blank; the length stays."""
    return text.translate(_WIDTH)


class _Reader:
    def __init__(self, lines: Sequence[Line], layout: Outline) -> None:
        self._lines, self._layout = lines, layout
        self._texts = [line.text for line in lines]
        self._found: list[tuple[str, Evidence]] = []
        roles = layout.roles
        self._head = [
            n
            for n, role in roles.items()
            if role in ("页眉", "文头", "标题") or (role == "通知" and _short(self._texts[n]))
        ]
        self._foot = [n for n, role in roles.items() if role in ("落款", "页脚")]

    def read(self) -> SelfDescription:
        title = title_text(self._texts, self._layout.title) if self._layout.title else ""
        self._note("title", *(self._lines[n].evidence for n in self._layout.title))
        number, issued, issuer = self._number(), self._issued(), self._issuer()
        region, nation = self._region(issuer, title)
        draft = self._draft(title)
        first, last, term = self._period(issued, draft)
        return SelfDescription(
            title=title,
            issuer=issuer,
            number=number,
            issued=issued,
            region=region,
            nation=nation,
            draft=draft,
            comments_until=self._comments() if draft else None,
            valid_from=None if draft else first,
            valid_to=None if draft else last,
            term=term,
            repeals=tuple(self._repeals()),
            evidence=tuple(self._found),
        )

    def _note(self, field: str, *evidence: Evidence) -> None:
        self._found.extend((field, each) for each in evidence)

    def _at(self, field: str, n: int, start: int, end: int) -> None:
        self._note(field, Evidence(self._lines[n].start + start, self._lines[n].start + end))

    # -- the head ------------------------------------------------------------------------------------------

    def _number(self) -> str:
        for n in [*self._head, *self._foot]:
            if match := _NUMBER_FIELD.search(self._texts[n]):
                self._at("number", n, *match.span(1))
                return match[1]
        for n in [*self._head, *self._foot]:
            text = self._texts[n]
            match = NUMBER.search(text)
            if match and not re.search(r"《|废止|根据|依据", text[: match.start()]):
                self._at("number", n, *match.span())
                return "".join(match.group().split())
        return ""

    def _issued(self) -> date | None:
        """The signature's day, else the one in the head, else the day it was put on the website."""
        signed = [n for n in sorted(self._layout.roles) if self._layout.roles[n] == "落款"]
        signed = [
            n for n, role in sorted(self._layout.roles.items()) if role == "通知" and _short(self._texts[n])
        ] + signed
        for n in signed:
            if (match := re.search(DATE, self._texts[n])) and (found := day_in(self._texts[n])):
                self._at("issued", n, *match.span())
                return found
        for names in _DATE_FIELDS:
            for n in [*self._head, *self._foot]:
                if match := re.search(_HEAD_FIELD.format(names) + r"([\d年月日\-/. ]{8,16})", self._texts[n]):
                    if names == _DATE_FIELDS[1] and (printed := self._printed()):
                        return printed
                    if found := day_in(match[1]):
                        self._at("issued", n, *match.span())
                        return found
        return self._printed()

    def _printed(self) -> date | None:
        """（2024年2月20日印发） under the title, 某办公室 2024年2月20日印发 at the end."""
        for n in [*self._head, *self._foot]:
            if match := _ISSUED_BY.search(self._texts[n]):
                self._at("issued", n, *match.span())
                return day_in(match.group())
        for n in self._head:
            if match := re.search(DATE, self._texts[n]):
                self._at("issued", n, *match.span())
                return day_in(match.group())
        return None

    def _issuer(self) -> str:
        signed = [n for n, role in sorted(self._layout.roles.items()) if role in ("落款", "通知")]
        signed = [n for n in signed if _short(self._texts[n])]
        names: list[str] = []
        for n in signed:
            text = re.sub(DATE, "", self._texts[n]).strip()
            if ORG.fullmatch(text):
                names += re.split(r"[\s　]{2,}|、", text) if re.search(r"\s{2,}", text) else [re.sub(r"\s", "", text)]
                self._note("issuer", self._lines[n].evidence)
            elif names:
                break
        if names:
            return "、".join(dict.fromkeys(filter(None, names)))
        for n in self._head:
            if match := re.fullmatch(r"([\u4e00-\u9fff ]{4,40}?)\s*文\s*件", self._texts[n]):
                self._at("issuer", n, *match.span(1))
                return "".join(match[1].split())
        for n in (self._layout.outer or self._layout.title)[:1]:
            outer = "".join("".join(self._texts[k].split()) for k in self._layout.outer or self._layout.title)
            if match := re.match(rf"({ORG.pattern}?)关于", outer):
                self._note("issuer", self._lines[n].evidence)
                return match[1]
        for n in self._head:
            if match := SIGNED.fullmatch(self._texts[n]):
                self._at("issuer", n, *match.span("org"))
                return match["org"].strip()
            if match := _PASSED.search(self._texts[n]):
                self._at("issuer", n, *match.span())
                return re.sub(r"^.*日", "", match["org"] or "") + match["body"]
        for n in [*self._head, *self._foot]:
            if match := _ORG_FIELD.search(self._texts[n]):
                self._at("issuer", n, *match.span(1))
                return re.split(r"浏览|发布|字号|访问|点击", match[1])[0]
        for n in self._head:
            if ORG.fullmatch(self._texts[n]):
                self._note("issuer", self._lines[n].evidence)
                return "".join(self._texts[n].split())
        return ""

    # -- the place -----------------------------------------------------------------------------------------

    def _region(self, issuer: str, title: str) -> tuple[Place | None, bool]:
        """The place whose authority issued it: named in the issuer, in title or head, else all through the text."""
        whole = "\n".join(self._texts)
        known = divisions()
        outer = "".join(self._texts[n] for n in self._layout.outer)
        for n_text in (issuer, title, outer, *(self._texts[n] for n in self._head)):
            if place := self._named_first(n_text, whole):
                return place, False
        if _NATION.match(issuer) or _NATION.search(title):
            return None, True
        counted: Counter[str] = Counter()
        for _, _, place in known.find(whole[:20_000]):
            if place.name in whole:
                counted[place.key] += 1
        if not counted:
            return None, False
        best = max(counted, key=lambda key: (counted[key], -len(known.parents(key))))
        # Named in passing, a place is not the text's own.
        return (known.places[best] if counted[best] > 1 and counted[best] * 2 > counted.total() else None), False

    def _named_first(self, text: str, whole: str) -> Place | None:
        """The place that a name opens with, the innermost of 浙江省绍兴市嵊州市."""
        known = divisions()
        found = [hit for hit in known.find(text) if hit[0] < 16]
        place: Place | None = None
        end = 0
        for start, stop, each in found:
            if place is None or (start == end and place.key in each.parents):
                place, end = each, stop
            else:
                break
        if place is None or (place.level != COUNTY and (start := text.find(place.name, 0)) >= 0):
            rest = text[end:] if place else text
            if match := _PUBLIC_BODY.match(rest):
                homonyms = [p for p in known.called(match[1]) if place is None or place.key in p.parents]
                if place and len(homonyms) == 1:
                    return homonyms[0]
                if place is None and homonyms:
                    return max(homonyms, key=lambda p: sum(whole.count(known.places[o].name) for o in p.parents))
        return place

    # -- standing ------------------------------------------------------------------------------------------

    def _draft(self, title: str) -> bool:
        if match := _DRAFT_TITLE.search(title):
            for n in self._layout.title:
                at = self._texts[n].find(match.group())
                if at >= 0:
                    self._at("draft", n, at, at + len(match.group()))
                    return True
            self._note("draft", *(self._lines[n].evidence for n in self._layout.title[-1:]))
            return True
        for n in sorted({*self._layout.outer, *self._head}):
            if (match := _DRAFT_TITLE.search(self._texts[n])) and self._layout.roles.get(n) != "页眉":
                self._at("draft", n, *match.span())
                return True
        for n, role in sorted(self._layout.roles.items()):
            if role in ("引言", "通知") and (match := _DRAFT_PROSE.search(self._texts[n])):
                self._at("draft", n, *match.span())
                return True
        return False

    def _comments(self) -> date | None:
        for n, start, sentence in self._sentences():
            if found := comments_until(sentence):
                self._at("comments_until", n, start, start + len(sentence))
                return found
        return None

    def _period(self, issued: date | None, draft: bool) -> tuple[date | None, date | None, str]:
        """First and last day; for a draft only the words, for it sets no period yet."""
        found: list[tuple[int, int, str, Stated]] = []
        for n, start, sentence in self._sentences():
            if (stated := stated_period(sentence)) and not _names_another(sentence):
                found.append((n, start, sentence, stated))
        own = [each for each in found if each[0] >= self._layout.start] or found
        if not own:
            return self._planned()
        # What limits the document wins over what starts it, the later sentence over the earlier.
        limiting = [each for each in own if each[3].last or each[3].months] or own
        n, start, sentence, stated = limiting[-1]
        self._at("validity", n, start, start + len(sentence))
        first = stated.first
        if first is None and stated.from_issue is not None and issued:
            first = issued + timedelta(days=stated.from_issue)
        if (first is None and limiting is not own) or (first is None and not stated.first):
            for m, other_start, other, started in reversed(found):
                if started.first or (started.from_issue is not None and issued):
                    first = started.first or (issued + timedelta(days=started.from_issue or 0) if issued else None)
                    if other is not sentence:
                        self._at("validity", m, other_start, other_start + len(other))
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
        for n in self._layout.title:
            if match := _YEARS.search(self._texts[n]):
                self._at("validity", n, *match.span())
                return date(int(match["a"]), 1, 1), date(int(match["b"]), 12, 31), ""
        return None, None, ""

    def _repeals(self) -> Iterator[Repealed]:
        for n, start, sentence in self._sentences():
            verb = _REPEAL.search(sentence)
            if not verb or re.search(r"(?:不予|未|不)废止|如[^，。]{0,20}废止|被废止的", sentence):
                continue
            named = [match for match in _NAMED.finditer(sentence) if match.start() < verb.start()]
            for match in named:
                number = NUMBER.search(match["brackets"] or "")
                where = Evidence(
                    self._lines[n].start + start + match.start(), self._lines[n].start + start + verb.end()
                )
                yield Repealed(match["name"], "".join(number.group().split()) if number else "", where)
            if not named:
                for number in NUMBER.finditer(sentence[: verb.start()]):
                    where = Evidence(
                        self._lines[n].start + start + number.start(), self._lines[n].start + start + verb.end()
                    )
                    yield Repealed("".join(number.group().split()), "".join(number.group().split()), where)

    def _sentences(self) -> Iterator[tuple[int, int, str]]:
        """(line, start in it, sentence) of the notice and the document, furniture and annexes left out."""
        annex = False
        for n, text in enumerate(self._texts):
            role = self._layout.roles.get(n)
            marker = marker_at(text)
            annex = annex or (role is None and marker is not None and marker.style.name == "annex")
            if role in ("页眉", "页脚", "落款", "标题") or annex:
                continue
            for start, end in sentence_spans(text):
                yield n, start, text[start:end]


def _names_another(sentence: str) -> bool:
    """依据《…》（自2020年起施行）: the period of another document."""
    return bool(re.match(r"\W*(?:根据|依据|按照|依照|原)[^，。]{0,6}《", sentence)) and "本" not in sentence


def _short(text: str) -> bool:
    return len(text) <= 60 and not re.search(r"[，。；：]", text)


def region_level(place: Place | None, nation: bool) -> str:
    """How wide a document reaches. A municipality's own documents are a city's: nothing lies between."""
    if nation or place is None:
        return "country" if nation else CITY
    if place.level == PROVINCE and place.name.endswith("市"):
        return CITY
    return place.level
