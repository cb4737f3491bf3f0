"""The law's own words for what a rule asks of the applicant: the phrases callers' statements are compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.calculator.conditions import Stated, leaves
from assistant.calculator.rule import Limit
from assistant.rulebook.load import BookRule
from index.text.figures import scan

_PIECE = re.compile(r"[^，,。；;：:（）()]+")
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """One condition in the clause's words.

    Attributes:
        input: the input that tells whether it holds, "" where the clause only states it.
        bars: it speaks of what shuts an applicant out (D类, 失信): to deny it is to meet it.
        quoted: cut from the clause as printed; else the wording of the rule's condition.
    """

    text: str
    input: str = ""
    bars: bool = False
    quoted: bool = False

    @property
    def denies(self) -> bool:
        """The condition itself is that something is not so (如不发生“退规”): who denies it meets it."""
        return any(word in self.text for word in ("不", "未", "无", "非"))


def phrases_of(rule: BookRule) -> tuple[Phrase, ...]:
    """Conditions of the rule and its file, what the document shuts out, and the quote's pieces that name no sum."""
    found: dict[str, Phrase] = {}
    own = rule.rule
    for conditions in (rule.file.shared.when, own.when, *(b.when for b in own.branches), *(p.when for p in own.parts)):
        for leaf in leaves(conditions):
            if isinstance(leaf, Stated):
                found.setdefault(leaf.text, Phrase(leaf.text))
            else:
                spec = rule.registry.spec(leaf.input)
                text = leaf.text or spec.proof or spec.label
                found.setdefault(text, Phrase(text, leaf.input))
    for exclusion in rule.document.exclusions:
        found.setdefault(exclusion.text, Phrase(exclusion.text, bars=True))
    for piece in _PIECE.findall(f"{rule.file.shared.quote}，{own.quote}"):
        if len(piece) >= _LEAST and not any(f.kind in ("money", "percent", "range") for f in scan(piece)):
            found.setdefault(piece, Phrase(piece, quoted=True))
    return tuple(found.values())


def limits_of(rule: BookRule) -> tuple[Limit, ...]:
    """Every cap of the rule, its branches and parts, and its file."""
    own = rule.rule
    branches = [limit for branch in own.branches for limit in branch.limits]
    parts = [limit for part in own.parts for limit in part.limits]
    return (*own.limits, *branches, *parts, *rule.file.shared.limits)
