"""What a drafted award is called, and the words people may use for it, all from the clause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from assistant.rulebook.draft.nouns import core
from assistant.rulebook.draft.said import Unit
from index.text.normalize import nfkc
from index.vocabulary.lexicon import general_lexicon

_PAYS: Final = re.compile(r"(?:上?台阶)?(?:奖励|补助|补贴|奖补|资助|支持|配套|贴息|扶持)+$")
_FOSTERS: Final = re.compile(r"^(?:支持|鼓励|推动|加快|加强|强化|扶持|促进|引导|深化|培育|实施|开展)+")
_LONGEST: Final = 30


def heading_of(heading: str, text: str) -> str:
    """The clause's heading; where the parser gave none, a short first sentence without figures."""
    if heading:
        return heading
    first = re.split("[。；]", text.strip(), maxsplit=1)[0].strip()
    return first if 2 < len(first) <= _HEADING and not re.search(r"\d|[，,：:]", nfkc(first)) else ""


def title(units: list[Unit], heading: str, *, alone: bool, common: str = "") -> str:
    """The clause's heading where the award is alone in it, else what the award is for."""
    head = nfkc(heading).strip("。 ")
    if alone and 2 <= len(head) <= _LONGEST:
        return head
    objects = [u.object for u in units if len(u.object) > 2 and _OBJECT.search(u.object)]
    if said := next((text for text in objects if text not in common), ""):
        return re.sub("^(?:并|且|及|和|与)", "", said)[:_LONGEST]
    if head and head not in common:
        return head[:_LONGEST]
    pieces = [re.sub(r"[的〇\s]+$", "", p.strip()) for u in units for p in re.split("[，,；;。：]", u.words)]
    base = units[0].base[:_LONGEST] if units else ""
    return next((p[:_LONGEST] for p in pieces if len(p) > 3), base or head or "本条")


def aliases(units: list[Unit], heading: str, name: str, *, alone: bool, common: str) -> list[str]:
    """The heading and the objects without the words that every award has.

    Args:
        common: the document's own title: what stands in it names the document and no award.
    """
    said: list[str] = [name]
    if heading and alone:
        said += [heading, _PAYS.sub("", heading), _FOSTERS.sub("", heading), _PAYS.sub("", _FOSTERS.sub("", heading))]
    for unit in units:
        said += list(_objects(unit))
    # 设计协同、生产排程等云软件: the noun at the end is what people say
    said += [last for text in said if len(last := re.split("[、等]", text)[-1]) > 2 and last != text]
    found = []
    for text in said:
        plain = re.sub(r"[“”‘’\"'（）()《》\s]", "", nfkc(text)).strip("。，,、的")
        plain = plain if len(_PAYS.sub("", plain)) < 3 else _PAYS.sub("", plain)
        if 3 <= len(plain) <= _LONGEST and not re.search(r"\d|[，,、]", plain) and plain not in common:
            found.append(plain)
            found += [tail for tail in tails(plain) if tail not in common]
    return [a for a in dict.fromkeys(found) if a != name and not _MERE_LEVEL.fullmatch(a)]


# 泉州市级 says at what level, of whatever award: it calls none by its name.
_MERE_LEVEL: Final = re.compile("[\u4e00-\u9fff]{0,4}(?:国家|省|市|州|盟|区|县)级?")


def tails(name: str) -> Iterable[str]:
    """家居垂直领域大模型 is also 垂直领域大模型 and 大模型: a noun's head stands at its end."""
    head = re.sub("(?:企业|单位|项目|机构|平台|产品|品种)$", "", name)
    if head != name and len(head) > 3 and not _GENERIC.search(head):
        yield head  # 质量标杆企业 is called 质量标杆
    for text in dict.fromkeys((name, head)):
        for size in range(3, min(len(text), 7)):
            tail = text[-size:]
            if not _GENERIC.search(tail) and not _PARTICLE.match(tail):
                yield tail


_OBJECT: Final = re.compile('^(?!一次性|分别|每|给予|按)[\u4e00-\u9fffA-Za-z0-9“”"]')
_GENERIC: Final = re.compile(
    "(?:企业|单位|项目|机构|平台|产品|资金|费用|金额|奖励|补助|以上|以下|年度|部分|其中|方式)$"
)
_PARTICLE: Final = re.compile("[的和与及或等了在为对级性化个家项]")
_HEADING: Final = 26


def _objects(unit: Unit) -> Iterable[str]:
    text = unit.object
    yield text
    yield unit.given
    yield text.rpartition("的")[2]
    yield re.sub(r"^(?:国家级?|省级?|[\u4e00-\u9fff]{0,3}市级)", "", text)
    for paid in unit.paid if unit.kind == "choice" else ():
        yield paid.item + unit.shared_noun
        yield paid.item
    if unit.kind == "choice":
        yield unit.shared_noun


def spoken(quote: str, names: Iterable[str]) -> list[str]:
    """How people call what the clause names, from the vocabulary: 技术改造 is also 技改."""
    held = {m.concept for name in (quote, *names) for m in general_lexicon().find(name) if m.kind == "term"}
    entries = [e for e in general_lexicon().entries if e.kind == "term" and e.concept in held]
    return [form for entry in entries for form in entry.surfaces if len(form) > 1]


def keywords(units: list[Unit], heading: str, common: str, quantities: Iterable[str]) -> list[str]:
    """Nouns of the award: its quantity, its object's parts."""
    found = [core(u.base) for u in units if u.base] + [u.unit_noun for u in units if u.unit_noun]
    for unit in units:
        found += re.split("[的和与及或、，。：:\\s]|(?:开展|按照?|举办|发布|引进|用于|企业|提供)", nfkc(unit.object))
    found += [_FOSTERS.sub("", _PAYS.sub("", heading))] if heading else []
    found += quantities
    plain = (re.sub(r"[“”‘’\"'（）()《》\s]", "", k) for k in found)
    return [k for k in dict.fromkeys(plain) if 2 <= len(k) <= 10 and not re.search(r"\d", k) and k not in common]


__all__ = ["aliases", "heading_of", "keywords", "spoken", "tails", "title"]
