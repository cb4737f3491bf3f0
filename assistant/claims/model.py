"""What a clause or a sentence says of one figure: who gets it, for what, how bounded, on which conditions.

A claim is a stretch of text with its figure, not a parse tree: its slots are read off the stretch when two claims are
compared (`compare`). The same claims can serve a draft of award rules: `result` with its bound, unit and per is the
amount, rate or cap, `conditions` are the thresholds, `own` names who and what for, `scope` what a cap counts by.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.claims.marks import Mark


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure, or a sentence without figures.

    Attributes:
        own: its stretch of text with 〇 for every figure; of a list (国家级、省级…，分别10、5万元) the other items are
            taken out.
        inherited: what the stretches before it say for it too, where it says less by itself (省级的5万元).
        tail: what follows it up to the next claim or the sentence's end: conditions, how it is paid.
        result: the figure that is paid or asked for; None where there is none.
        paid: whether `result` is paid; False of thresholds, targets and counts.
        conditions: the other figures of the stretch.
        elided: whether it says so little that what it is about stands in `inherited` only.
        cap: whether it limits what other claims pay.
        listed: whether `result` is an item of a list whose items are told apart in `own`.
        sentence: the whole sentence it stands in.
        needs: what a sentence that gives the figure has to say too: a raised rate what it is raised for.
        topic: the heading of the text and the last sentence before it that gives no figure.
    """

    own: str
    inherited: str
    tail: str
    result: Mark | None
    paid: bool
    conditions: tuple[Mark, ...]
    cap: bool
    elided: bool
    sentence: str
    listed: bool = False
    topic: str = ""
    needs: str = ""

    @property
    def words(self) -> str:
        return f"{self.inherited}。{self.own}。{self.tail}"
