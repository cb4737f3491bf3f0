"""A whole company against a whole city: five questions, a description in one's own words, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from fastapi import APIRouter, Request, Response

from assistant.answer import PROFILE_LIMIT
from assistant.decide.profile import Matches, Profiles
from assistant.errors import AssistantFailure, InputInvalid
from assistant.pages.profile_form import in_words, questions
from assistant.pages.site import Site, page_router
from assistant.pipeline import refuse_unaskable
from assistant.rulebook.load import Rulebook
from index.documents.status import document_status

Typed = Mapping[str, Sequence[str]]


class _Prepared:
    """Prepared when the first company is matched: the names of all awards."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    @cached_property
    def profiles(self) -> Profiles:
        return Profiles(self._book)


def routes(site: Site) -> APIRouter:
    """`/calculator/company`."""
    router = page_router(site)
    book = site.assistant.rulebook
    prepared = _Prepared(book)
    cities = list(dict.fromkeys(book.region(rule) for rule in book.rules.values()))

    @router.get("/calculator/company")
    async def empty(city: str = "") -> Response:
        return shown(city, {})

    @router.post("/calculator/company")
    async def match(request: Request) -> Response:
        form = await request.form()
        typed = {name: [text for text in form.getlist(name) if isinstance(text, str)] for name in form}
        city, profile = (next(iter(typed.get(name, ())), "") for name in ("city", "profile"))
        as_of = site.as_of(request)
        try:
            if city not in cities:
                raise InputInvalid(f"请先选择城市：{'、'.join(cities)}。")
            text = in_words(book, city, typed) + profile.strip()
            if not text:
                raise InputInvalid("请写下企业的情况，或回答上面的问题，例如认定的称号、营业收入、设备投资。")
            refuse_unaskable(text, PROFILE_LIMIT)
            matches = await site.run(lambda: prepared.profiles.match_text(text, city, as_of))
        except AssistantFailure as refused:
            return shown(city, typed, status=400, profile=profile, error=refused.message)
        # A city's policies that grant something: their standing belongs beside the amounts.
        granting = {rule.document_id for rule in book.rules.values() if book.region(rule) == city}
        standings = [document_status(site.library.document(document_id), as_of) for document_id in sorted(granting)]
        return shown(city, typed, profile=profile, text=text, matches=matches, as_of=as_of, standings=standings)

    def shown(city: str, typed: Typed, *, status: int = 200, **values: Any) -> Response:
        matches: Matches | None = values.get("matches")
        return site.page(
            "company.html",
            status=status,
            cities=cities,
            city=city,
            questions=questions(book, city, typed) if city in cities else [],
            profile=values.get("profile", ""),
            error=values.get("error", ""),
            text=values.get("text", ""),
            as_of=values.get("as_of"),
            matches=matches,
            standings=values.get("standings", []),
            limit=PROFILE_LIMIT,
        )

    return router
