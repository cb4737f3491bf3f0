"""Who a document is: what a person said in document.yaml first, else what was read from its text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.documents.metadata import Metadata
from index.documents.model import Clause, PolicyDocument, Repeal, Validity
from index.documents.self_description import Evidence, SelfDescription, region_level
from index.vocabulary.divisions import divisions

NATION = "全国"
_BRACKETS = re.compile(r"(?:[（(〔\[][^（）()〔〕]{1,30}[)）〕\]])+$")
_ISSUING = re.compile(r"^(?:.{2,40}?)?关于(?:印发|公布|发布)《?(?P<name>[^《》]+)》?的通知$")
_REVISED = re.compile(r"修订|修正|\d{4}年版|第[二三四五]版")
ALIAS_LIMIT = 6


@dataclass(frozen=True, slots=True)
class Identity:
    """Fields of `PolicyDocument` of the same names."""

    title: str
    short_title: str
    aliases: tuple[str, ...]
    issuer: str
    number: str
    issued: date | None
    region: str
    region_level: str
    province: str
    parents: tuple[str, ...]


def identity(metadata: Metadata, said: SelfDescription, document_id: str) -> Identity:
    """`document_id` is the title of a text that has none."""
    title = metadata.title or said.title or document_id
    short = metadata.short_title or (title if metadata.title else _bare(title))
    place = divisions().named(metadata.region) if metadata.region else said.region
    nation = said.nation and not metadata.region
    region = metadata.region or (place.key if place else NATION if nation else "")
    parents = place.parents if place else ()
    level = metadata.region_level if "region_level" in metadata.model_fields_set else region_level(place, nation)
    province = metadata.province or (parents[-1] if parents else region if place else "")
    return Identity(
        title=title,
        short_title=short,
        aliases=metadata.aliases or _aliases(title, place.name if place else region),
        issuer=metadata.issuer or said.issuer,
        number=metadata.number or ("" if metadata.title and metadata.issuer else said.number),
        issued=metadata.issued or said.issued,
        region=region,
        region_level=level,
        province=province,
        parents=parents or ((metadata.province,) if metadata.province and metadata.province != region else ()),
    )


def _bare(title: str) -> str:
    """Without its state in brackets, without 关于印发…的通知 around it."""
    bare = _BRACKETS.sub("", title) or title
    issuing = _ISSUING.match(bare)
    return issuing["name"] if issuing else bare


def _aliases(title: str, place: str) -> tuple[str, ...]:
    bare = _bare(title)
    found = [bare, bare.removeprefix("关于"), bare.removeprefix(place)]
    return tuple(dict.fromkeys(name for name in found if len(name) >= ALIAS_LIMIT and name != title))


def validity(metadata: Metadata, said: SelfDescription, clauses: Sequence[Clause], source: str) -> Validity:
    """The period, as a person confirmed it, else as the text states it with its sentences."""
    if "validity" in metadata.model_fields_set:
        own = metadata.validity
        return Validity(
            draft=own.draft,
            valid_from=own.valid_from,
            valid_to=own.valid_to,
            repealed_on=own.repealed_on,
            note=own.term,
            quotes=tuple((q.clause, q.quote) for q in own.quotes),
            comments_until=said.comments_until if own.draft else None,
            confirmed=True,
        )
    where = [*said.where("draft"), *said.where("validity"), *(said.where("comments_until"))]
    quotes = [_quoted(evidence, clauses, source) for evidence in where]
    return Validity(
        draft=said.draft,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        note=said.term,
        quotes=tuple(dict.fromkeys(quote for quote in quotes if quote)),
        comments_until=said.comments_until,
    )


def repeals(metadata: Metadata, said: SelfDescription, clauses: Sequence[Clause]) -> tuple[Repeal, ...]:
    if "repeals" in metadata.model_fields_set:
        return tuple(Repeal(r.name, r.number, r.clause) for r in metadata.repeals)
    found = [(each, _clause_at(each.evidence.start, clauses)) for each in said.repeals]
    return tuple(Repeal(each.name, each.number, clause.id) for each, clause in found if clause)


def _clause_at(position: int, clauses: Sequence[Clause]) -> Clause | None:
    return next((c for c in clauses if any(a <= position < b for a, b in c.own_spans)), None)


def _quoted(evidence: Evidence, clauses: Sequence[Clause], source: str) -> tuple[str, str] | None:
    clause = _clause_at(evidence.start, clauses)
    if clause is None:
        return None
    inside = next(b for a, b in clause.own_spans if a <= evidence.start < b)
    return clause.id, source[evidence.start : min(evidence.end, inside)].strip()


def superseded(documents: dict[str, PolicyDocument]) -> dict[str, PolicyDocument]:
    """Each document with the one of its place, held as well, that says it puts it out of force.

    The text says so by 文号, by name where one of the two has no 文号, or in a title that calls itself a revision.
    """
    found = dict(documents)
    by_number: dict[tuple[str, str], list[PolicyDocument]] = defaultdict(list)
    by_title: dict[tuple[str, str], list[PolicyDocument]] = defaultdict(list)
    for document in documents.values():
        by_title[document.region, _folded(_bare(document.title))].append(document)
        if document.number:
            by_number[document.region, _folded(document.number)].append(document)
    for newer in documents.values():
        if newer.validity.draft:
            continue
        named = [each for r in newer.repeals if r.number for each in by_number[newer.region, _folded(r.number)]]
        for repeal in newer.repeals:
            called = by_title[newer.region, _folded(_bare(repeal.name))]
            named += [each for each in called if not (repeal.number and each.number)]
        if newer.issued and _REVISED.search(newer.title.removeprefix(_bare(newer.title))):
            named += [each for each in by_title[newer.region, _folded(_bare(newer.title))] if each.issued]
        for older in named:
            if older.id == newer.id or (newer.issued and older.issued and newer.issued <= older.issued):
                continue
            since, known = newer.validity.valid_from or newer.issued, found[older.id]
            if known.superseded_on is None or (since and since < known.superseded_on):
                found[older.id] = replace(known, superseded_by=newer.id, superseded_on=since)
    return found


def _folded(text: str) -> str:
    return re.sub(r"[\s《》〔〕\[\]【】（）()]", "", text)
