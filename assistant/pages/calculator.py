"""The calculator: every award as a form with its derivation.

The same template renders the result on the first visit and for the script that asks again while a form is being
filled in; the state is the address, so a link shows what its sender saw.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from assistant.answer import Calculation
from assistant.errors import InputInvalid
from assistant.pages import forms
from assistant.pages.plots import tiers
from assistant.pages.related import related
from assistant.pages.site import AS_OF, EVENT, Site, page_router, rule_url
from assistant.rulebook.calculate import days_of
from assistant.rulebook.load import BookRule
from index.documents.model import Clause, ClauseKind
from index.documents.status import document_status

KIND_WORDS = {
    "fixed": "定额",
    "choice": "按级别",
    "ladder": "分档",
    "percent": "按比例",
    "percent_tiered": "分档比例",
    "per_step": "按增幅",
    "per_unit": "按量",
    "declining": "逐年递减",
    "installments": "分年",
    "match": "配套",
    "range": "区间",
    "up_to": "有上限",
    "branches": "分情形",
    "parts": "分项相加",
    "none": "未载明金额",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule in the list, with what it comes to before a single fact is known."""

    rule: BookRule
    calculation: Calculation
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A rule's form and what follows from it.

    Attributes:
        error: what concerns the form as a whole; event_error: the date of the event cannot be read.
        link: the address that shows this very state.
    """

    form: forms.Form
    calculation: Calculation
    event: str
    event_error: str
    error: str
    link: str


def routes(site: Site) -> APIRouter:
    """`/calculator` and `/calculator/<rule id>`; include `/calculator/company` before it."""
    router = page_router(site)
    book = site.assistant.rulebook
    cities = list(dict.fromkeys(book.region(rule) for rule in book.rules.values()))

    @router.get("/calculator")
    async def calculator(request: Request, city: str = "", document: str = "", q: str = "") -> Response:
        as_of = site.as_of(request)

        def listed() -> dict[str, dict[str, list[Listed]]]:
            """Document → topic (the heading its awards stand under) → awards."""
            found: dict[str, dict[str, list[Listed]]] = defaultdict(lambda: defaultdict(list))
            for rule in book.rules.values():
                if (city and book.region(rule) != city) or (document and rule.document_id != document):
                    continue
                clause = site.library.clause(rule.clause_id)
                calculation = book.calculate(rule.id, {}, as_of)
                kind = KIND_WORDS[rule.rule.kind]
                found[rule.document_id][topic(site, clause)].append(Listed(rule, calculation, clause.label, kind))
            return found

        shelves = {
            document_id: (site.library.document(document_id), topics)
            for document_id, topics in (await site.run(listed)).items()
        }
        standings = {key: document_status(entry, as_of) for key, (entry, _) in shelves.items()}
        return site.page(
            "calculator.html",
            shelves=shelves,
            standings=standings,
            cities=cities,
            city=city,
            document=document,
            query=q.strip(),
            total=sum(len(rules) for _, topics in shelves.values() for rules in topics.values()),
        )

    @router.get("/calculator/{rule_id:path}")
    async def rule_page(request: Request, rule_id: str) -> Response:
        as_of = site.as_of(request)
        rule = book.rule(rule_id)
        document = site.library.document(rule.document_id)
        worked = await site.run(lambda: work(site, rule, request))
        return site.page(
            "result.html" if "fragment" in request.query_params else "rule.html",
            rule=rule,
            document=document,
            kind=KIND_WORDS[rule.rule.kind],
            standing=document_status(document, as_of),
            as_of=as_of,
            today=site.assistant.today,
            worked=worked,
            steps=tiers(rule, worked.calculation),
            related=await site.run(lambda: related(book, rule, worked.form.values, as_of)),
            units=forms.MONEY_UNITS,
            unit_suffix=forms.UNIT_SUFFIX,
            event_name=EVENT,
        )

    return router


def topic(site: Site, clause: Clause) -> str:
    """What the awards of a clause are about: the heading of its part, of an annex its title, else its own heading."""
    above = list(site.library.ancestors(clause.id))
    for each in reversed([clause, *above]):
        titles = [child.text for child in site.library.children(each.id) if child.kind is ClauseKind.TITLE]
        name = (each.heading if each.kind is ClauseKind.PART else "") or (titles[0] if titles else "")
        if name:
            return " ".join(name.split())
    return clause.heading


def work(site: Site, rule: BookRule, request: Request) -> Worked:
    """Read the form from the address and calculate."""
    query = request.query_params
    as_of = site.as_of(request)
    form = forms.read(rule, {key: query.getlist(key) for key in query})
    event = query.get(EVENT, "").strip()[:40]
    event_error = error = ""
    if event:
        try:
            days_of(event)
        except InputInvalid as refused:
            event_error = refused.message
    happened = event if event and not event_error else None
    book = site.assistant.rulebook
    try:
        calculation = book.calculate(rule.id, form.values, as_of, happened)
    except InputInvalid as refused:
        error = refused.message
        calculation = book.calculate(rule.id, {}, as_of, happened)
    carried = dict(form.values)
    if happened:
        carried[EVENT] = happened
    if query.get(AS_OF):
        carried[AS_OF] = as_of.isoformat()
    return Worked(form, calculation, event, event_error, error, rule_url(rule.id, carried))
