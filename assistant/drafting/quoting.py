"""A sentence of a document said as it stands, under its place and with its citation."""

from __future__ import annotations

from assistant.drafting.draft import DraftSentence
from assistant.drafting.wording import tidy
from assistant.evidence import Evidence
from index.documents.model import Passage


def quoted(passage: Passage, region: str, evidence: Evidence) -> DraftSentence:
    """绍兴：本政策由各地负责申请受理。[1]"""
    return DraftSentence(f"{region}：{tidy(passage.text)}", "claim", (evidence.cite(passage),), region)
