"""How a document stands, said briefly: in brackets beside a figure, and in one sentence behind the answer.

The whole banner (`index.documents.status`) answers who asks about the document itself; beside an amount it would be
longer than the answer. The brief forms drop the title and the advice, never the standing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from assistant.answer import DocumentStatusName
from assistant.drafting.phrases import day
from index.documents.model import PolicyDocument
from index.documents.status import DocumentStatus, document_status

# At most twenty characters: a caller hears them in the same breath as the figure.
BESIDE: Final[Mapping[DocumentStatusName, str]] = {
    "in_force": "",
    "draft": "按征求意见稿",
    "expired": "按已到期的文件",
    "draft_expired": "按已到期的征求意见稿",
    "not_yet": "按尚未施行的文件",
    "repealed": "按已废止的文件",
    "superseded": "按已被替代的旧规定",
    "unverified": "文件没写期限",
}


_IN_A_WORD: Final[Mapping[DocumentStatusName, str]] = {
    "expired": "已经过期了。",
    "draft_expired": "已经过期了。",
    "not_yet": "还没有开始执行。",
    "superseded": "已经换成新文件了。",
}


def brackets(*remarks: str) -> str:
    """（2000万元×6%；按征求意见稿）: what is said beside a figure, in one pair of brackets."""
    said = [remark for remark in remarks if remark]
    return f"（{'；'.join(said)}）" if said else ""


def verdict(document: PolicyDocument, as_of: date) -> str:
    """已经过期。, the one word that who asks whether it can be used waits for; "" where the notice opens with it."""
    return _IN_A_WORD.get(document_status(document, as_of).status, "")


def notice(document: PolicyDocument, as_of: date) -> str:
    """The standing on `as_of` as one short sentence."""
    return _said(document.short_title, document_status(document, as_of))


def _said(name: str, standing: DocumentStatus) -> str:
    first, last = standing.valid_from, standing.valid_to
    match standing.status:
        case "draft":
            return f"{name}是征求意见稿，以正式文本为准。"
        case "draft_expired":
            over = f"，所载有效期已于{day(last)}届满" if last else ""
            return f"{name}是征求意见稿{over}，后续政策请核实。"
        case "expired":
            return f"{name}已于{day(last)}到期，后续政策请核实。" if last else f"{name}已到期，后续政策请核实。"
        case "not_yet":
            return f"{name}自{day(first)}起执行，目前尚未开始。" if first else f"{name}目前尚未开始执行。"
        case "repealed":
            return f"{name}已废止，不再适用。"
        case "superseded":
            return f"{name}是此前规定，已被新文件替代，请以新文件为准。"
        case "unverified":
            return f"{name}的文本未载明期限，是否仍有效请核实。"
        case "in_force":
            until = f"，执行到{day(last)}" if last else f"，自{day(first)}起施行" if first else ""
            return f"{name}现行有效{until}。"
