"""The editors' desk of the library: a file goes in, what was read is looked at and corrected, awards are approved,
the document is published. Forms work without a script; every step is one write that is there or is not.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import yaml
from fastapi import APIRouter, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from assistant.api.services import Sender
from assistant.calculator.inputs import InputSpec
from assistant.calculator.rule import Rule, RuleFile
from assistant.clock import today
from assistant.errors import RequestInvalid
from assistant.pages.library import Typeset, typeset
from assistant.pages.site import Site, page_router
from assistant.rulebook.draft.review import approve, open_drafts, reject
from assistant.rulebook.load import load_file, load_inputs, rule_files
from index.documents.library import Library, library_of
from index.documents.model import ClauseKind, PolicyDocument
from index.documents.parsed import described
from index.documents.said import SelfDescription
from index.documents.states import NAMES, SERVED, State, history
from index.documents.status import document_status
from index.publishing.shelf import Placed, Shelf

DESK = "/library/desk"
_NAME = 120  # characters of a file's name that are kept
_NOT_TOLD = 200
_READ = {
    "title": "标题", "region": "地区", "issuer": "发文机关", "number": "文号", "issued": "成文日期",
    "validity": "期限", "draft": "征求意见", "comments_until": "意见截止", "repeals": "废止",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drafted:
    """A drafted award as it is looked at: its sentence, its form, its computed cases."""

    id: str
    clause: str
    rule: Rule
    cases: tuple[tuple[str, str], ...]
    written: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A document on the desk."""

    document: PolicyDocument
    state: str
    steps: tuple[State, ...]
    stamp: str
    evidence: dict[str, tuple[str, ...]]
    clauses: tuple[Typeset, ...]
    drafts: tuple[Drafted, ...]
    left: tuple[tuple[str, str, str], ...]
    approved: tuple[tuple[str, str], ...]


def routes(site: Site) -> APIRouter:
    """`/library/desk` and what is done there; the guard asks for the editors' scope."""
    router = page_router(site)
    settings = site.services.settings
    shelf = Shelf(
        settings.data_dir, settings.corpus_dir, model=settings.embedding_model, chroma_url=settings.chroma_url
    )
    done = site.services.recall  # disk and embedding: not the threads that answer questions wait in

    @router.get(DESK)
    async def desk(request: Request) -> Response:
        placed = await done(shelf.placed)
        return site.page(
            "library_desk.html", placed=[p for p in placed if not p.shipped], names=NAMES, standing=_standing
        )

    @router.post(DESK)
    async def add(file: UploadFile, sender: Sender) -> Response:
        name = Path((file.filename or "").replace("\\", "/")).name[:_NAME]
        if not name:
            raise RequestInvalid("没有收到文件，请选择一份 docx、pdf、html、md 或 txt。", log="upload without a file")
        data = await file.read()
        document_id = await done(lambda: _added(shelf, name, data, sender.actor))
        await site.services.record(sender.actor, "document.add", document_id)
        return _to(document_id)

    @router.get(DESK + "/{document_id}")
    async def opened(request: Request, document_id: str) -> Response:
        found = await done(lambda: _opened(shelf, document_id))
        return site.page(
            "library_document.html", opened=found, document=found.document, read=_READ, names=NAMES,
            served=found.state in SERVED, standing=document_status(found.document, today()),
            serving=document_id in site.library.documents, may_publish=found.state in ("draft", "withdrawn"),
        )  # fmt: skip

    @router.post(DESK + "/{document_id}/fields")
    async def fields(
        document_id: str, sender: Sender, seen: Annotated[str, Form()], title: Annotated[str, Form()] = "",
        region: Annotated[str, Form()] = "", issuer: Annotated[str, Form()] = "", number: Annotated[str, Form()] = "",
        issued: Annotated[str, Form()] = "", valid_from: Annotated[str, Form()] = "",
        valid_to: Annotated[str, Form()] = "", draft: Annotated[str, Form()] = "",
    ) -> Response:  # fmt: skip
        written = {
            "title": title, "region": region, "issuer": issuer, "number": number, "issued": issued,
            "valid_from": valid_from, "valid_to": valid_to, "draft": draft,
        }  # fmt: skip
        await done(lambda: _correct(shelf, document_id, {k: v.strip() for k, v in written.items()}, seen))
        await site.services.record(sender.actor, "document.correct", document_id)
        return _to(document_id, "fields")

    @router.post(DESK + "/{document_id}/awards")
    async def awards(
        document_id: str, sender: Sender, rule: Annotated[str, Form()], decision: Annotated[str, Form()],
        why: Annotated[str, Form()] = "", instead: Annotated[str, Form()] = "",
    ) -> Response:  # fmt: skip
        if not rule.startswith(f"{document_id}/") or decision not in ("approve", "reject"):
            raise RequestInvalid("请从页面上的按钮核准或不采用。", log="no such decision")
        await done(lambda: _decide(shelf, document_id, rule, decision, sender.actor, why[:_NOT_TOLD], instead))
        await site.services.record(sender.actor, f"award.{decision}", rule)
        return _to(document_id, "awards")

    @router.post(DESK + "/{document_id}/publish")
    async def publish(document_id: str, sender: Sender, why: Annotated[str, Form()] = "") -> Response:
        await done(lambda: shelf.publish([document_id], who=sender.actor, why=why[:_NOT_TOLD]))
        await site.services.record(sender.actor, "document.publish", document_id)
        return _to(document_id, "state")

    @router.post(DESK + "/{document_id}/withdraw")
    async def withdraw(document_id: str, sender: Sender, why: Annotated[str, Form()] = "") -> Response:
        await done(lambda: shelf.withdraw(document_id, who=sender.actor, why=why[:_NOT_TOLD]))
        await site.services.record(sender.actor, "document.withdraw", document_id)
        return _to(document_id, "state")

    return router


def _to(document_id: str, part: str = "") -> Response:
    return RedirectResponse(f"{DESK}/{quote(document_id)}" + (f"#{part}" if part else ""), 303)


def _standing(placed: Placed) -> str:
    return document_status(placed.document, today()).banner


# -- in threads ------------------------------------------------------------------------------------------------------


def _added(shelf: Shelf, name: str, data: bytes, who: str) -> str:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / name
        path.write_bytes(data)
        return shelf.add(path, who=who).document.id


def _correct(shelf: Shelf, document_id: str, written: Mapping[str, str], seen: str) -> None:
    """What differs from the text is written down; the period always, since to send it is to confirm it."""
    document, _, _ = shelf.opened(document_id)
    said = described(document.source)
    read = {"title": said.title, "issuer": said.issuer, "number": said.number,
            "region": said.region.key if said.region else "", "issued": _iso(said.issued)}  # fmt: skip
    own: dict[str, Any] = {key: value if (value := written[key]) and value != read[key] else None for key in read}
    days = {key: _day(written[key]) for key in ("valid_from", "valid_to")}
    if own["issued"]:
        own["issued"] = _day(own["issued"])
    if days["valid_from"] and days["valid_to"] and days["valid_from"] > days["valid_to"]:
        raise RequestInvalid("到期日早于施行日，请改正后再保存。", log="period ends before it begins")
    period: dict[str, Any] = {"draft": bool(written["draft"])} | {k: v for k, v in days.items() if v}
    if document.validity.quotes:
        period["quotes"] = [{"clause": clause, "quote": words} for clause, words in document.validity.quotes]
    shelf.correct(document_id, {**own, "validity": period}, seen=seen)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise RequestInvalid(f"“{written}”不是日期，要写成 2026-11-22 的样子。", log="no date") from None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _decide(shelf: Shelf, document_id: str, rule_id: str, decision: str, who: str, why: str, instead: str) -> None:
    library, known, at = _alone(shelf, document_id), load_inputs(), datetime.now(UTC)
    if decision == "approve":
        approve(library, known, rule_id, who=who, at=at, instead=instead)
    else:
        reject(library, known, rule_id, who=who, at=at, why=why)
    shelf.announce()


def _alone(shelf: Shelf, document_id: str) -> Library:
    document, folder, _ = shelf.opened(document_id)
    return library_of(document, folder)


def _opened(shelf: Shelf, document_id: str) -> Opened:
    document, folder, stamp = shelf.opened(document_id)
    library = library_of(document, folder)
    found = open_drafts(library, load_inputs(), document_id)
    steps = tuple(history(folder))
    approved = _approved(folder / "rules", document_id)
    taken = {rule_id for rule_id, _ in approved}
    drafts = [
        _drafted(file, rule, library, found.inputs)
        for file in found.files for rule in file.rules if file.rule_id(rule) not in taken
    ]  # fmt: skip
    left = [(library.clause(each.clause_id).label, each.quote, each.why) for each in found.left]
    return Opened(
        document, steps[-1].state if steps else "published", steps, stamp,
        _evidence(described(document.source), document.source), tuple(_sections(library, document)),
        tuple(drafts), tuple(left), approved,
    )  # fmt: skip


def _drafted(file: RuleFile, rule: Rule, library: Library, inputs: Mapping[str, InputSpec]) -> Drafted:
    cases = [(_given(case.in_, inputs), _comes_out(case.out, inputs)) for case in rule.cases]
    plain = rule.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"cases", "id"})
    written = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100)
    return Drafted(file.rule_id(rule), library.clause(file.clause).label, rule, tuple(cases), written)


def _given(values: Mapping[str, str | tuple[str, ...]], inputs: Mapping[str, InputSpec]) -> str:
    """A case's inputs in words."""
    told = []
    for name, value in values.items():
        spec = inputs.get(name)
        words = [value] if isinstance(value, str) else list(value)
        shown = [option.label if spec and (option := spec.option(word)) else word for word in words]
        told.append(f"{spec.label if spec else name}{'、'.join(shown)}")
    return "，".join(told) or "不填"


def _comes_out(out: str, inputs: Mapping[str, InputSpec]) -> str:
    if out == "not_met":
        return "不能享受"
    if out.startswith("needs "):
        spec = inputs.get(out.removeprefix("needs "))
        return f"会问：{spec.question}" if spec else "会问缺少的情况"
    return out


def _approved(folder: Path, document_id: str) -> tuple[tuple[str, str], ...]:
    """(id, title) of the document's own rules."""
    if not folder.is_dir():
        return ()
    files = [load_file(path, document_id) for path in rule_files(folder)]
    return tuple((file.rule_id(rule), rule.title) for file in files for rule in file.rules)


def _evidence(said: SelfDescription, source: str) -> dict[str, tuple[str, ...]]:
    """The words of the text that each field was read from."""
    found: dict[str, list[str]] = {}
    for name, each in said.evidence:
        words = source[each.start : each.end].strip()
        if words and words not in found.setdefault(name, []):
            found[name].append(words)
    return {name: tuple(words) for name, words in found.items()}


def _sections(library: Library, document: PolicyDocument) -> list[Typeset]:
    shown = []
    for clause in document.clauses:
        if clause.kind is ClauseKind.FURNITURE:
            continue
        number, heading, paragraphs = typeset(clause)
        depth = sum(1 for _ in library.ancestors(clause.id))
        shown.append(Typeset(clause, depth, number, heading, heading or "".join(paragraphs[:1]), paragraphs, ()))
    return shown
