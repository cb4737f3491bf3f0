"""The hotline console: search as one types, cities side by side, the answer to read aloud, notes of the call.

Questions and notes go to the same API that integrators use; columns and answers come as parts of a page, so that
amounts, badges and links are worded in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Response

from assistant.answer import Answer
from assistant.api.lookup import award_hits, clause_hits
from assistant.api.schema import FoundAward, FoundClause
from assistant.api.services import Client
from assistant.memory.records import NOTE_LIMIT
from assistant.pages.examples import Examples
from assistant.pages.fragments import Computed, by_figures, computed
from assistant.pages.pasting import with_sources
from assistant.pages.site import Site, page_router
from index.documents.status import document_status
from index.text.normalize import for_matching

AWARDS, CLAUSES = 3, 4  # of each region
TYPED = 200  # characters of what is being typed that are searched


@dataclass(frozen=True, slots=True)
class Hit:
    """An award of a column, with what it comes to under the figures and levels that were typed."""

    award: FoundAward
    computed: Computed | None


@dataclass(frozen=True, slots=True)
class Column:
    """What one region holds on what is being typed; a region that is named takes the width."""

    region: str
    awards: list[Hit]
    clauses: list[FoundClause]
    named: bool = False


def routes(site: Site) -> APIRouter:
    """`/hotline`, its columns and its answers."""
    router = page_router(site)
    regions = list(dict.fromkeys(document.region for document in site.library.documents.values()))
    cities = list(dict.fromkeys(d.region for d in site.library.documents.values() if d.region_level == "city"))
    # Cities first: the province supports them.
    regions.sort(key=lambda region: region not in cities)

    @router.get("/hotline")
    async def hotline(q: str = "") -> Response:
        examples = Examples(site.assistant.rulebook, site.library, site.assistant.today).fragments()
        return site.page(
            "hotline.html", regions=regions, cities=cities, query=q[:TYPED], examples=examples, note_limit=NOTE_LIMIT
        )

    @router.get("/hotline/search")
    async def search(q: str = "", region: str = "") -> Response:
        wanted = [region] if region in regions else regions
        query = q.strip()[:TYPED]
        found = await site.run(lambda: columns(site, query, wanted)) if for_matching(query) else []
        return site.page(
            "hotline_columns.html",
            columns=[each for each in found if each.awards or each.clauses],
            bare=[each.region for each in found if not each.awards and not each.clauses],
            query=query,
        )

    @router.get("/hotline/answers/{answer_id}")
    async def answer(client: Client, answer_id: str) -> Response:
        services = site.services
        found = await services.recall(lambda: services.memory.answer(client, answer_id))
        return site.page("hotline_answer.html", answer=found, pasteable=with_sources(found), regions=_regions(found))

    return router


def columns(site: Site, query: str, regions: list[str]) -> list[Column]:
    """The best awards and clauses of each region, whatever city the query names: the others stand beside it.

    Expired policies are shown with their badge: a caller asks about them, too.
    """
    assistant = site.assistant
    named = set(assistant.searcher.named(query).regions)
    return [
        Column(
            region,
            _awards(site, query, region),
            clause_hits(assistant, query, CLAUSES, [region], [], None),
            named=region in named,
        )
        for region in regions
    ]


def _awards(site: Site, query: str, region: str) -> list[Hit]:
    """Awards reckoned from the figure that was typed, then those of the name, each once."""
    assistant = site.assistant
    book, today = assistant.rulebook, assistant.today
    reckoned = by_figures(book, query, region, today)
    found = award_hits(assistant, query, AWARDS, [region], [], None)
    shown = [Hit(_found(site, each, today), each) for each in reckoned]
    known = {each.rule.id for each in reckoned}
    for award in found:
        if award.rule_id not in known:
            shown.append(Hit(award, computed(book, book.rules[award.rule_id], query, today)))
    return shown[: max(AWARDS, len(reckoned))]


def _found(site: Site, each: Computed, today: date) -> FoundAward:
    """An award as search would give it, for one that its figure brought up."""
    rule, library = each.rule, site.library
    return FoundAward(
        rule_id=rule.id,
        title=rule.rule.title,
        clause_id=rule.clause_id,
        document_id=rule.document_id,
        region=site.assistant.rulebook.region(rule),
        status=document_status(library.document(rule.document_id), today).status,
        label=library.clause(rule.clause_id).label,
        semantics=each.calculation.semantics,
        quote=rule.rule.quote,
        score=0.0,
    )


def _regions(answer: Answer) -> dict[str, str]:
    """The region of each document the answer speaks of."""
    return {document.document_id: document.region for document in answer.documents}
