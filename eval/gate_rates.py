"""How much gets past the gates: wrong answers by kind, and right answers that are blocked.

A wrong answer is caught when a sentence that was made wrong fails; a right sentence that fails is a false block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.rulebook.load import load_rulebook
from eval.corruptions.answers import MARK, Answer, read_answers
from eval.corruptions.make import MAKERS, corruptions
from eval.corruptions.model import Corruption
from eval.corruptions.truth import Truth

REPORTED_ONLY = frozenset({"condition_dropped"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gates say of one sentence; `why` is gate and reason, empty when it passes."""

    text: str
    passes: bool
    why: str = ""


Verifier = Callable[[Answer], Sequence[Verdict]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a run found.

    Attributes:
        missed: wrong answers no changed sentence of which failed.
        blocked: (answer id, verdict) of right sentences that failed; `sentences`: right sentences in all.
    """

    made: tuple[Corruption, ...]
    missed: tuple[Corruption, ...]
    blocked: tuple[tuple[str, Verdict], ...]
    sentences: int

    def slips(self) -> list[str]:
        """What got past, and what was blocked, for a person to read."""
        lines = []
        for corruption in self.missed:
            lines.append(f"漏过 {corruption.kind}/{corruption.form} {corruption.right.id}：{corruption.what}")
            lines += [f"    {text}" for text in corruption.changed]
        for identity, verdict in self.blocked:
            lines += [f"误拦 {identity}：{verdict.why}", f"    {verdict.text}"]
        return lines

    def summary(self) -> dict[str, Any]:
        """`{"n", "caught_rate", "false_block_rate", "by_kind": {kind: {"n", "caught"}}}`."""
        missed = {id(corruption) for corruption in self.missed}
        by_kind = {
            kind: {"n": len(own), "caught": sum(id(c) not in missed for c in own)}
            for kind in MAKERS
            if (own := [c for c in self.made if c.kind == kind])
        }
        counted = [figures for kind, figures in by_kind.items() if kind not in REPORTED_ONLY]
        total = sum(figures["n"] for figures in counted)
        return {
            "n": len(self.made),
            "caught_rate": _rate(sum(figures["caught"] for figures in counted), total),
            "false_block_rate": _rate(len(self.blocked), self.sentences),
            "by_kind": by_kind,
        }


def project_verifier() -> Verifier:
    """The gates this project answers with."""
    from assistant.gates.verify import Verifier as Gates
    from assistant.gates.verify import VerifyRequest

    gates = Gates(load_rulebook())

    def verify(answer: Answer) -> list[Verdict]:
        request = VerifyRequest(
            id=answer.id,
            question=answer.question,
            answer=answer.answer,
            cites={str(n): clause for n, clause in answer.cites},
            as_of=answer.as_of,
        )
        return [
            Verdict(each.text, each.verdict == "pass", f"{each.gate or ''} {each.reason or ''}".strip())
            for each in gates.verify(request, answer.as_of).sentences
        ]

    return verify


def measure(verify: Verifier, n: int, seed: int) -> Outcome:
    """Run the gates over every right answer and over `n` wrong ones made from them."""
    answers = read_answers()
    made = corruptions(answers, Truth.load(), n, seed)
    blocked, sentences = [], 0
    for answer in answers:
        verdicts = verify(answer)
        sentences += len(verdicts)
        blocked += [(answer.id, verdict) for verdict in verdicts if not verdict.passes]
    missed = tuple(corruption for corruption in made if not caught(corruption, verify(corruption.wrong)))
    return Outcome(tuple(made), missed, tuple(blocked), sentences)


def caught(corruption: Corruption, verdicts: Sequence[Verdict]) -> bool:
    """Whether one of the changed sentences, or a part of one, fails."""
    changed = [_bare(text) for text in corruption.changed]
    failed = [bare for verdict in verdicts if not verdict.passes and (bare := _bare(verdict.text))]
    return any(part in whole or whole in part for part in failed for whole in changed)


def _bare(text: str) -> str:
    return re.sub(r"[\s。；;，]", "", MARK.sub("", text))


def _rate(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0
