"""A document's standing on a given day. It sets the banner and the verb, never an amount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.documents.model import PolicyDocument

StatusName = Literal["in_force", "draft", "expired", "draft_expired", "not_yet", "repealed", "superseded", "unverified"]
# On these days the text itself can be relied on, with what the banner says.
LEADING: tuple[StatusName, ...] = ("in_force", "draft", "unverified")


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """Status at a day, the period as far as the text gives one, and a sentence that says it in Chinese."""

    status: StatusName
    valid_from: date | None
    valid_to: date | None
    banner: str
    quotes: tuple[tuple[str, str], ...]


def document_status(document: PolicyDocument, as_of: date) -> DocumentStatus:
    """Standing of `document` on `as_of`. First and last day of a period count as inside."""
    validity = document.validity
    status = _status(document, as_of)
    return DocumentStatus(status, validity.valid_from, validity.valid_to, _banner(document, status), validity.quotes)


def _status(document: PolicyDocument, as_of: date) -> StatusName:
    validity = document.validity
    if validity.repealed_on and as_of >= validity.repealed_on:
        return "repealed"
    if document.superseded_by and (document.superseded_on is None or as_of >= document.superseded_on):
        return "superseded"
    over = validity.valid_to is not None and as_of > validity.valid_to
    if validity.draft:
        return "draft_expired" if over else "draft"
    if over:
        return "expired"
    if validity.valid_from and as_of < validity.valid_from:
        return "not_yet"
    if not (validity.valid_from or validity.valid_to or validity.repealed_on):
        return "unverified"
    return "in_force"


def event_in_period(document: PolicyDocument, event: date) -> bool | None:
    """Whether a fact of that day falls into the document's period; None where the text does not give its start."""
    validity = document.validity
    if validity.valid_to and event > validity.valid_to:
        return False
    return None if validity.valid_from is None else event >= validity.valid_from


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _banner(document: PolicyDocument, status: StatusName) -> str:
    name, validity = f"《{document.title}》", document.validity
    until = f"（有效期至{_day(validity.valid_to)}）" if validity.valid_to else ""
    term = f"，{validity.note}" if validity.note else ""
    if term and not validity.confirmed:
        term = f"，文本写明“{validity.note}”"
    read = "" if validity.confirmed else "据原文"
    match status:
        case "draft":
            closed = f"，意见征集于{_day(validity.comments_until)}截止" if validity.comments_until else ""
            return f"{name}是征求意见稿{until}{term}{closed}；如已发布正式文本，以正式文本为准。"
        case "draft_expired":
            over = f"{name}是征求意见稿，所载有效期已于{_day(_set(validity.valid_to))}届满"
            return f"{over}；是否有正式文本或后续政策，请向主管部门核实。"
        case "expired":
            return f"{name}{read}已于{_day(_set(validity.valid_to))}到期，是否有后续政策，请向主管部门核实。"
        case "not_yet":
            return f"{name}{read}自{_day(_set(validity.valid_from))}起执行，目前尚未开始。"
        case "repealed":
            return f"{name}已于{_day(_set(validity.repealed_on))}废止，不再适用。"
        case "superseded":
            since = f"自{_day(document.superseded_on)}起" if document.superseded_on else ""
            return f"{name}是此前规定，{since}已被新文件替代、废止，请以新文件为准。"
        case "unverified":
            return f"{name}的文本未载明期限，是否仍有效请核实。"
        case "in_force":
            if validity.valid_from and validity.valid_to:  # a period of payment is not the day a text takes effect
                return f"{name}{read}现行有效，执行期限为{_day(validity.valid_from)}至{_day(validity.valid_to)}。"
            since = f"，自{_day(validity.valid_from)}起施行" if validity.valid_from else ""
            return f"{name}{read}现行有效{since or until}。"


def _set(day: date | None) -> date:
    assert day is not None  # the status was derived from this very date
    return day
