"""The calculator: every award as a form with its derivation, and a whole company against a whole city.

The same template renders the result on the first visit and for the script that asks again while a form is being
filled in; the state is the address, so a link shows what its sender saw.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from assistant.answer import PROFILE_LIMIT, Calculation
from assistant.decide.profile import Matches, Profiles
from assistant.errors import AssistantFailure, InputInvalid
from assistant.pages import forms
from assistant.pages.site import AS_OF, EVENT, Site, page_router, rule_url
from assistant.pipeline import refuse_unaskable
from assistant.rulebook.calculate import days_of
from assistant.rulebook.load import BookRule, Rulebook
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


class Profiled:
    """Prepared when the first company is matched: the names of all awards."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    @cached_property
    def profiles(self) -> Profiles:
        return Profiles(self._book)


def routes(site: Site) -> APIRouter:
    """`/calculator`, `/calculator/company`, `/calculator/<rule id>`."""
    router = page_router(site)
    book = site.assistant.rulebook
    profiled = Profiled(book)
    cities = list(dict.fromkeys(book.region(rule) for rule in book.rules.values()))

    @router.get("/calculator")
    async def calculator(request: Request, city: str = "", document: str = "", q: str = "") -> Response:
        as_of = site.as_of(request)

        def listed() -> dict[str, dict[str, list[Listed]]]:
            found: dict[str, dict[str, list[Listed]]] = defaultdict(lambda: defaultdict(list))
            for rule in book.rules.values():
                if (city and book.region(rule) != city) or (document and rule.document_id != document):
                    continue
                clause = site.library.clause(rule.clause_id)
                calculation = book.calculate(rule.id, {}, as_of)
                kind = KIND_WORDS[rule.rule.kind]
                found[rule.document_id][clause.id].append(Listed(rule, calculation, clause.label, kind))
            return found

        shelves = {
            document_id: (site.library.document(document_id), clauses)
            for document_id, clauses in (await site.run(listed)).items()
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
            total=sum(len(rules) for _, clauses in shelves.values() for rules in clauses.values()),
        )

    @router.get("/calculator/company")
    async def empty_company(city: str = "") -> Response:
        return site.page("company.html", **_company(cities, city=city))

    @router.post("/calculator/company")
    async def company(
        request: Request, city: Annotated[str, Form()] = "", profile: Annotated[str, Form()] = ""
    ) -> Response:
        as_of = site.as_of(request)
        try:
            if city not in cities:
                raise InputInvalid(f"请先选择城市：{'、'.join(cities)}。")
            if not profile.strip():
                raise InputInvalid("请写下企业的情况，例如认定的称号、营业收入、设备投资。")
            refuse_unaskable(profile, PROFILE_LIMIT)
            matches = await site.run(lambda: profiled.profiles.match_text(profile, city, as_of))
        except AssistantFailure as refused:
            values = _company(cities, city=city, profile=profile, error=refused.message)
            return site.page("company.html", status=400, **values)
        # A city's policies that grant something: their standing belongs beside the amounts.
        granting = {rule.document_id for rule in book.rules.values() if book.region(rule) == city}
        standings = [document_status(site.library.document(document_id), as_of) for document_id in sorted(granting)]
        values = _company(cities, city=city, profile=profile, matches=matches, as_of=as_of, standings=standings)
        return site.page("company.html", **values)

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
            units=forms.MONEY_UNITS,
            unit_suffix=forms.UNIT_SUFFIX,
            event_name=EVENT,
        )

    return router


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


def _company(cities: list[str], **values: Any) -> dict[str, Any]:
    """The company page's values; what is not given is empty."""
    matches: Matches | None = values.get("matches")
    return {
        "cities": cities,
        "city": values.get("city", ""),
        "profile": values.get("profile", ""),
        "error": values.get("error", ""),
        "as_of": values.get("as_of"),
        "matches": matches,
        "standings": values.get("standings", []),
        "limit": PROFILE_LIMIT,
    }
