"""One-sentence drafts that say more than their clause, and rewordings that do not: how many the gates tell apart.

`python -m eval drafts eval/datasets/blind/h1/drafts.jsonl` prints the shares as JSON; `--list` what was told
wrongly.
A set is written by somebody who has not seen the gates. What it says at its first run is kept beside it
(`first_run.json`) and is its figure; afterwards it is development data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.gates.verify import Verifier, VerifyRequest
from assistant.rulebook.load import load_rulebook

BANNER = "征求意见稿"  # a sentence that only says what kind of text it is has no claim to judge


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft with what the gates say of it; `reasons` of its sentences that fail."""

    id: str
    kind: str
    bad: bool
    answer: str
    reasons: tuple[str, ...]

    @property
    def right(self) -> bool:
        return self.bad == bool(self.reasons)


def judge(records: Iterable[dict[str, Any]]) -> list[Judged]:
    """Records have id, kind, bad, question, answer, cites and as_of."""
    gates = Verifier(load_rulebook())
    found = []
    for record in records:
        day = date.fromisoformat(record["as_of"])
        request = VerifyRequest(question=record["question"], answer=record["answer"], cites=record["cites"], as_of=day)
        own = [each for each in gates.verify(request, day).sentences if BANNER not in each.text]
        reasons = tuple(each.reason or "" for each in own if each.verdict == "fail")
        found.append(Judged(record["id"], record["kind"], record["bad"], record["answer"], reasons))
    return found


def shares(judged: Sequence[Judged]) -> dict[str, Any]:
    """`{"bad", "caught", "clean", "clean_blocked", "by_kind": {kind: {"n", "failed", "bad"}}}`."""
    n = Counter(each.kind for each in judged)
    failed = Counter(each.kind for each in judged if each.reasons)
    kinds = {each.kind: each.bad for each in judged}
    bad = [each for each in judged if each.bad]
    clean = [each for each in judged if not each.bad]
    return {
        "bad": len(bad),
        "caught": round(sum(each.right for each in bad) / max(len(bad), 1), 3),
        "clean": len(clean),
        "clean_blocked": round(sum(not each.right for each in clean) / max(len(clean), 1), 3),
        "by_kind": {kind: {"n": n[kind], "failed": failed[kind], "bad": kinds[kind]} for kind in n},
    }
