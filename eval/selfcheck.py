"""Does the suite notice? The system is broken on purpose in known ways, and every time a gate has to fire.

Three states, each a mistake that could really happen: the vectors no longer count in the search, a figure of one
rule is mistyped, the gates of the answers are switched off. A suite that passes any of them protects nobody.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import assistant.gates.check as answer_gates
from assistant.clock import fixed
from assistant.pipeline import Assistant
from assistant.rulebook.load import RULEBOOK, Rulebook, load_rulebook
from assistant.settings import Settings
from eval.dataset import AS_OF, CalculationItem, Dataset, QuestionItem
from eval.errors import EvalFailure
from eval.gate_figures import gate_table
from eval.gate_rates import project_verifier
from eval.gates import Fired, Gate, check
from eval.runner import run
from eval.scoring import Table
from eval.systems.ours import InProcess
from index.search.fusion import DENSE_WEIGHT
from index.search.searcher import Searcher

# Many questions are about this rule: 6 % of the equipment bought, a sure amount.
_RULE_FILE, _FIGURE, _MISTYPED = "rules/shaoxing-2025/（八）.yaml", "rate: 6%", "rate: 7%"
_CORRUPTIONS = 150  # fewer than in the suite: off is off


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken state and the gates that fired because of it (not those that fire already when all is well).

    Attributes:
        figures: one of these had to fire.
    """

    state: str
    figures: frozenset[str]
    fired: tuple[Fired, ...]

    @property
    def noticed(self) -> bool:
        return any(each.gate.figure in self.figures for each in self.fired)


def selfcheck(
    settings: Settings, datasets: Sequence[Dataset], gates: Sequence[Gate], *, progress: bool = True
) -> list[Finding]:
    """Run the healthy system, then each broken one over the items it concerns, and hold them against the gates."""
    questions = [dataset for dataset in datasets if isinstance(dataset.items[0], QuestionItem)]
    calculations = [dataset for dataset in datasets if isinstance(dataset.items[0], CalculationItem)]
    searcher, rulebook = _searcher(settings), load_rulebook()
    blind = _searcher(settings, dense_weight=0.0)

    def scores(searcher: Searcher, rulebook: Rulebook, datasets: Sequence[Dataset]) -> Table:
        with tempfile.TemporaryDirectory() as folder:
            system = InProcess(Assistant(searcher, rulebook, fixed(AS_OF)))
            return run(system, datasets, Path(folder) / "run", progress=progress).groups

    def finding(state: str, figures: set[str], broken: Table, healthy: Table) -> Finding:
        already = {(each.gate, each.group) for each in check(gates, healthy)}
        fired = [each for each in check(gates, broken, (healthy, broken)) if (each.gate, each.group) not in already]
        return Finding(state, frozenset(figures), tuple(fired))

    findings: list[Finding] = []
    try:
        if questions:
            findings.append(
                finding(
                    "检索融合中向量的权重改为 0",
                    {"recall@1", "recall@3", "recall@10", "passage@3"},
                    scores(blind, rulebook, questions),
                    scores(searcher, rulebook, questions),
                )
            )
        if calculations:
            findings.append(
                finding(
                    "绍兴（八）设备投资奖励的比例由 6% 误写为 7%",
                    {"wrong_sure_n", "correct"},
                    scores(searcher, _mistyped(), calculations),
                    scores(searcher, rulebook, calculations),
                )
            )
        everything = gate_table(project_verifier(), _CORRUPTIONS)
        with patch.object(answer_gates, "GATES", ()):
            nothing = gate_table(project_verifier(), _CORRUPTIONS)
        findings.append(finding("回答的闸门全部关掉", {"caught_rate"}, nothing, everything))
        return findings
    finally:
        searcher.close()
        blind.close()


def _searcher(settings: Settings, dense_weight: float = DENSE_WEIGHT) -> Searcher:
    return Searcher.open(
        settings.index_dir,
        corpus=settings.corpus_dir,
        model=settings.embedding_model,
        chroma_url=settings.chroma_url,
        dense_weight=dense_weight,
    )


def _mistyped() -> Rulebook:
    """The rulebook with one wrong figure, as a tired editor would leave it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "rulebook"
        shutil.copytree(RULEBOOK, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        file = copy / _RULE_FILE
        text = file.read_text(encoding="utf-8")
        if text.count(_FIGURE) != 1:
            raise EvalFailure(f"自检要改的数字“{_FIGURE}”不在 {_RULE_FILE} 里，请更新 eval/selfcheck.py。")
        file.write_text(text.replace(_FIGURE, _MISTYPED), encoding="utf-8")
        return load_rulebook(copy)
