"""The head of a document: its 文号, the day it was issued, who issued it and for which place."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from index.documents.frame_words import DATE, NUMBER, ORG, SIGNED
from index.documents.periods import day_in
from index.documents.said import Reader, is_short
from index.vocabulary.divisions import COUNTY, Place, divisions

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


class Head(Reader):
    """Each method gives what its name says, "" or None where the text does not."""

    def number(self) -> str:
        for n in [*self.head, *self.foot]:
            if match := _NUMBER_FIELD.search(self.texts[n]):
                self.at("number", n, *match.span(1))
                return match[1]
        for n in [*self.head, *self.foot]:
            text = self.texts[n]
            match = NUMBER.search(text)
            if match and not re.search(r"《|废止|根据|依据", text[: match.start()]):
                self.at("number", n, *match.span())
                return "".join(match.group().split())
        return ""

    def issued(self) -> date | None:
        """The signature's day, else the one in the head, else the day it was put on the website."""
        signed = [n for n in sorted(self.layout.roles) if self.layout.roles[n] == "落款"]
        signed = [
            n for n, role in sorted(self.layout.roles.items()) if role == "通知" and is_short(self.texts[n])
        ] + signed
        for n in signed:
            if (match := re.search(DATE, self.texts[n])) and (found := day_in(self.texts[n])):
                self.at("issued", n, *match.span())
                return found
        for names in _DATE_FIELDS:
            for n in [*self.head, *self.foot]:
                if match := re.search(_HEAD_FIELD.format(names) + r"([\d年月日\-/. ]{8,16})", self.texts[n]):
                    if names == _DATE_FIELDS[1] and (printed := self._printed()):
                        return printed
                    if found := day_in(match[1]):
                        self.at("issued", n, *match.span())
                        return found
        return self._printed()

    def _printed(self) -> date | None:
        """（2024年2月20日印发） under the title, 某办公室 2024年2月20日印发 at the end."""
        for n in [*self.head, *self.foot]:
            if match := _ISSUED_BY.search(self.texts[n]):
                self.at("issued", n, *match.span())
                return day_in(match.group())
        for n in self.head:
            if match := re.search(DATE, self.texts[n]):
                self.at("issued", n, *match.span())
                return day_in(match.group())
        return None

    def issuer(self) -> str:
        signed = [n for n, role in sorted(self.layout.roles.items()) if role in ("落款", "通知")]
        signed = [n for n in signed if is_short(self.texts[n])]
        names: list[str] = []
        for n in signed:
            text = re.sub(DATE, "", self.texts[n]).strip()
            if ORG.fullmatch(text):
                offices = [each for each in re.split(r"[\s　、]+", text) if each]
                names += offices if all(map(ORG.fullmatch, offices)) else ["".join(offices)]
                self.note("issuer", self.lines[n].evidence)
            elif names:
                break
        if names:
            return "、".join(dict.fromkeys(filter(None, names)))
        for n in self.head:
            if match := re.fullmatch(r"([\u4e00-\u9fff ]{4,40}?)\s*文\s*件", self.texts[n]):
                self.at("issuer", n, *match.span(1))
                return "".join(match[1].split())
        for n in (self.layout.outer or self.layout.title)[:1]:
            outer = "".join("".join(self.texts[k].split()) for k in self.layout.outer or self.layout.title)
            if match := re.match(rf"({ORG.pattern}?)关于", outer):
                self.note("issuer", self.lines[n].evidence)
                return match[1]
        for n in self.head:
            if match := SIGNED.fullmatch(self.texts[n]):
                self.at("issuer", n, *match.span("org"))
                return match["org"].strip()
            if match := _PASSED.search(self.texts[n]):
                self.at("issuer", n, *match.span())
                return re.sub(r"^.*日", "", match["org"] or "") + match["body"]
        for n in [*self.head, *self.foot]:
            if match := _ORG_FIELD.search(self.texts[n]):
                self.at("issuer", n, *match.span(1))
                return re.split(r"浏览|发布|字号|访问|点击", match[1])[0]
        for n in self.head:
            if ORG.fullmatch(self.texts[n]):
                self.note("issuer", self.lines[n].evidence)
                return "".join(self.texts[n].split())
        return ""

    def region(self, issuer: str, title: str) -> tuple[Place | None, bool]:
        """The place whose authority issued it: named in the issuer, in title or head, else all through the text."""
        whole = "\n".join(self.texts)
        known = divisions()
        outer = "".join(self.texts[n] for n in self.layout.outer)
        for n_text in (issuer, title, outer, *(self.texts[n] for n in self.head)):
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
