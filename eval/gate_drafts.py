"""One-sentence drafts that say more than their clause, and rewordings that do not: how many the gates tell apart.

`python -m eval.gate_drafts eval/datasets/blind/h1/drafts.jsonl` prints the shares as JSON; `--list` what was told
wrongly.
A set is written by somebody who has not seen the gates. What it says at its first run is kept beside it
(`first_run.json`) and is its figure; afterwards it is development data.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.gates.verify import Verifier, VerifyRequest
from assistant.rulebook.load import load_rulebook
from index.text.jsonl import read_lines

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


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="一句一句的回答：多说了的拦住几成，没有多说的误拦几成")
    parser.add_argument("file", type=Path)
    parser.add_argument("--list", action="store_true", help="列出漏过的和误拦的")
    given = parser.parse_args(arguments)
    with given.file.open("rb") as stream:
        judged = judge([line.record for line in read_lines(stream) if line.record])
    print(json.dumps(shares(judged), ensure_ascii=False, indent=1))
    if given.list:
        for each in judged:
            if not each.right:
                print("漏过" if each.bad else "误拦", each.id, each.kind, each.answer, *each.reasons)
    return 0


if __name__ == "__main__":
    sys.exit(main())
