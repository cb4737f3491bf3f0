"""Places and documents a text names: held ones by alias, others by 《title》 or 文号."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.reading.model import DocumentMention
from assistant.reading.patterns import load
from index.documents.library import Library
from index.text.normalize import fold, nfkc
from index.vocabulary.lexicon import Entry, Lexicon, Mention, general_lexicon

_NUMBER = re.compile(r"^(?P<issuer>\D+?)\s*[〔\[(【]?\s*(?P<year>(?:19|20)\d\d)\D+?(?P<number>\d{1,4})\s*号$")


@dataclass(frozen=True, slots=True)
class Places:
    """Cities and provinces whose documents are held, and places whose are not, in the order named."""

    cities: tuple[str, ...]
    provinces: tuple[str, ...]
    others: tuple[str, ...]


def find_places(text: str, library: Library, lexicon: Lexicon) -> Places:
    """Places in `text`; 完成都可以 names no 成都."""
    blocked = load("places").spans("not_a_place", text)
    named = [
        mention.concept
        for mention in lexicon.find(text)
        if mention.kind == "region" and not any(start <= mention.start < end for start, end in blocked)
    ]
    provinces = {d.region for d in library.documents.values() if d.region_level == "province"}
    homes = {d.province for d in library.documents.values()}
    held = [place for each in named if (place := library.serving(each))]
    cities = dict.fromkeys(c for c in held if c not in provinces)
    others = dict.fromkeys(each for each in named if not library.serving(each))
    return Places(
        tuple(cities),
        tuple(dict.fromkeys(c for c in held if c in provinces)),
        tuple(
            place
            for place in others
            if not (cities and place in homes) and not set(library.parents(place)) & {*held} & provinces
        ),
    )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Names of documents, built once a library."""

    aliases: Lexicon
    numbers: dict[str, str]  # 文号, folded → id of a held document
    referred: dict[str, tuple[str, str, tuple[str, ...]]]  # folded 文号 or title → (title, 文号, clauses)
    regions: dict[str, str]

    def documents(self, text: str, regions: tuple[str, ...]) -> list[DocumentMention]:
        """Held documents named by alias. 若干措施 alone is Hangzhou's; 长沙的若干措施 is not."""
        return [
            DocumentMention(text[m.start : m.end], m.start, m.end, m.concept, m.surface)
            for m in self.aliases.find(text)
            if (not regions or self.regions[m.concept] in regions) and not _tail_of_a_title(text, m)
        ]


@lru_cache(maxsize=4)
def _catalogue(library_hash: str, held: _Held) -> Catalogue:
    library = held.library
    referred: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    titles: dict[str, list[str]] = {}
    for document in library.documents.values():
        for clause in document.clauses:
            for title in re.findall(r"《([^《》]{4,80})》", clause.text):
                titles.setdefault(fold(title).text, []).append(clause.id)
                referred.setdefault(fold(title).text, (title, "", ()))
        for repeal in document.repeals:
            entry = (repeal.name, repeal.number, (repeal.clause_id,))
            referred[fold(repeal.name).text] = entry
            if repeal.number:
                referred[canonical_number(repeal.number)] = entry
    for key, clauses in titles.items():
        title, number, known = referred[key]
        referred[key] = (title, number, tuple(dict.fromkeys([*known, *clauses])))
    own = {fold(d.title).text for d in library.documents.values()}
    return Catalogue(
        Lexicon(
            Entry(d.id, "document", tuple(dict.fromkeys((*d.aliases, d.title, d.short_title))))
            for d in library.documents.values()
        ),
        {canonical_number(d.number): d.id for d in library.documents.values() if d.number},
        {key: value for key, value in referred.items() if key not in own},
        {d.id: d.region for d in library.documents.values()},
    )


def _tail_of_a_title(text: str, mention: Mention) -> bool:
    """深化北斗应用若干政策, 民营企业发展促进条例: a short alias that ends the name of another document."""
    before = text[: mention.start].rstrip()
    if len(mention.surface) > 4 or not before or not "一" <= before[-1] <= "鿿":
        return False
    placed = any(m.kind == "region" and m.end == len(before) for m in general_lexicon().find(before))
    return not placed and load("places")["before_alias"].search(before) is None


class _Held:
    """A library as a cache key: equal when its texts are."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.library.corpus_hash == self.library.corpus_hash

    def __hash__(self) -> int:
        return hash(self.library.corpus_hash)


def catalogue(library: Library) -> Catalogue:
    return _catalogue(library.corpus_hash, _Held(library))


def canonical_number(written: str) -> str:
    """绍政办发(2024)4号, 绍政办发2024年4号 → 绍政办发〔2024〕4号; anything else unchanged."""
    match = _NUMBER.match(nfkc(written).strip())
    return f"{match['issuer']}〔{match['year']}〕{int(match['number'])}号" if match else written


def find_documents(text: str, library: Library, places: Places) -> list[DocumentMention]:
    """Documents named in `text`, held or not, in reading order."""
    known, patterns = catalogue(library), load("places")
    found: list[DocumentMention] = []
    for start, end in patterns.spans("number", text):
        found.append(_by_number(text, start, end, known))
    for start, end in patterns.spans("title", text):
        mention = _by_title(text, start, end, known)
        if mention:
            found.append(mention)
    taken = [(m.start, m.end) for m in found]
    for mention in known.documents(text, (*places.cities, *places.provinces)):
        if not any(start < mention.end and mention.start < end for start, end in taken):
            title = library.documents[mention.document_id or ""].title
            found.append(DocumentMention(mention.text, mention.start, mention.end, mention.document_id, title))
    return sorted(found, key=lambda m: m.start)


def _by_number(text: str, start: int, end: int, known: Catalogue) -> DocumentMention:
    number = canonical_number(text[start:end])
    for issuer_start in range(len(number)):  # 现在长发〔2021〕3号: the issuer's first character is not marked
        short = number[issuer_start:]
        if short in known.numbers or short in known.referred:
            held = known.numbers.get(short)
            title, _, clauses = known.referred.get(short, ("", short, ()))
            start = max(start, text.find(short[0], start)) if issuer_start else start
            return DocumentMention(text[start:end], start, end, held, title or short, short, () if held else clauses)
        if short.startswith("〔"):
            break
    return DocumentMention(text[start:end], start, end, None, number, number)


def _by_title(text: str, start: int, end: int, known: Catalogue) -> DocumentMention | None:
    written = text[start + 1 : end - 1]
    mentions = [m for m in known.aliases.find(written) if m.end - m.start >= len(written.strip()) - 4]
    if mentions:
        return DocumentMention(text[start:end], start, end, mentions[0].concept, mentions[0].surface)
    folded = fold(written).text
    entry = known.referred.get(folded)
    if entry is None and len(folded) >= 6:
        entry = next((value for key, value in known.referred.items() if folded in key), None)
    if entry is None:
        return DocumentMention(text[start:end], start, end, None, written)
    title, number, clauses = entry
    return DocumentMention(text[start:end], start, end, None, title, number, clauses)
