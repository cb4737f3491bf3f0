"""What a message asks (how much, who decides, until when, nothing …), learned from example sentences.

`examples/<act>.yaml` holds sentences as people say them; a sentence that asks two things stands in two files. A new
way of speaking is a new line there, after which `python -m assistant.reading.acts` trains `examples/head.npz` anew.
A linear head over two views of a stretch decides: its embedding, for what is meant, and its characters, for how it
is put. Names of places and awards are masked in both, since who asks and after which award tells nothing of the act.
What callers tell (`statements/`) are the examples of asking nothing.

Five-fold over the examples: of what is asked .86 found, .87 of what is heard was asked (the lists of regular
expressions that stood here before agreed with its readers on .83 and heard an act in every fifth statement).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from assistant.reading.head import Head, keep, kept, read_examples, train_several
from assistant.reading.patterns import load
from assistant.reading.segments import segments
from assistant.reading.statements import examples as statements
from index.embedding.embedder import open_embedder
from index.text.normalize import for_matching
from index.vocabulary.lexicon import general_lexicon

STATEMENT: Final = "statement"
FOLDER: Final = Path(__file__).resolve().parent / "examples"
TRAINED: Final = FOLDER / "head.npz"
# Kinds of question whose answer the policies do not hold.
NOT_IN_POLICIES: Final = frozenset({"deadline", "contact", "outcome", "penalty", "forecast"})
# What a question may be besides a question about a policy.
SMALL_TALK: Final = frozenset({"greeting", "meta", "holdings", "asked_before"})
# What is not done, whoever asks: told apart by `requests`.
REFUSED: Final = frozenset({"fraud", "offtopic", "invent"})
# The whole answer where they are heard.
ALONE: Final = SMALL_TALK | NOT_IN_POLICIES | {"promise", "summary", "issue_info"}
# Forms of asking, beside which something is asked: 收录了哪些政策.
FORMS: Final = frozenset({"yes_no", "list", "define"})
NEVER_UNSURE: Final = ALONE | REFUSED | {STATEMENT, "yes_no"}
PLACE, AWARD = "本地", "这项"
# Score from which an act is heard (0: as sure as its examples are on the whole), and from which it leaves no doubt.
HEARD: Final = 0.0
FIRM: Final = 0.3
# A benefit of other policies answers nothing here: it has to be asked for clearly.
CLEAR: Final = {"elsewhere": 0.08}
LEAST: Final = 1
BESIDE: Final = 0.1  # so near the likeliest act another one is heard as clearly
NEAREST: Final = -0.35  # the likeliest act of a stretch that asks is heard from here on
_ASKS_TWICE: Final = {"total": "amount", "due": "amount"}


def asked(text: str, least: float = HEARD) -> frozenset[str]:
    """What `text` asks, each stretch by itself; where none asks clearly, what the likeliest of them asks.

    `least`: the score from which an act is heard; above `HEARD` nothing is heard that is less clear.
    """
    scores = [own for stretch in stretches(text) if (own := ranked(stretch))]
    found = {act for own in scores for act in _heard(own, least)}
    if not found - {"yes_no"} and least <= HEARD:
        likeliest = [_likeliest(own) for own in scores if own[0][0] != STATEMENT]
        unsure = [each for each in likeliest if each[0] not in NEVER_UNSURE and each[1] >= NEAREST]
        found |= {name for name, _ in sorted(unsure, key=lambda each: -each[1])[:1]}
    talk = found & SMALL_TALK
    if talk and (found - SMALL_TALK - {"yes_no"} or any(_likeliest(own)[0] not in talk for own in scores)):
        found -= SMALL_TALK  # said beside a question or a story
    return frozenset(found | {_ASKS_TWICE[each] for each in found & _ASKS_TWICE.keys()})


def stretches(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segments(text)]


def likeliest(scores: tuple[tuple[str, float], ...]) -> str:
    """The likeliest act of a stretch that is no mere form of asking."""
    return _likeliest(scores)[0]


def _likeliest(scores: tuple[tuple[str, float], ...]) -> tuple[str, float]:
    return next(own for own in scores if own[0] not in FORMS)


def _heard(scores: tuple[tuple[str, float], ...], least: float) -> set[str]:
    """The acts of one stretch; what documents do not hold, and talk, count only as the likeliest and alone."""
    if scores[0][0] == STATEMENT:
        return set()
    likeliest, best = _likeliest(scores)
    if likeliest in ALONE and best >= least:
        return {likeliest}
    # 电话是多少 is put like a question for a sum: what no policy holds, heard as clearly, is what is asked.
    if clear := {act for act, score in scores if act in NOT_IN_POLICIES and score >= max(FIRM, best - BESIDE)}:
        return clear
    plain = ALONE | REFUSED | {STATEMENT}
    return {act for act, score in scores if score >= max(least, CLEAR.get(act, least)) and act not in plain}


def tells(stretch: str) -> bool:
    """Whether the stretch clearly tells something and asks nothing."""
    name, score = ranked(stretch)[0] if ranked(stretch) else ("", 0.0)
    return name == STATEMENT and score >= HEARD


def masked(text: str) -> str:
    """`text` with places and awards replaced by words that stand for any of them."""
    generic = load("topics")["not_a_topic"]
    for mention in sorted(general_lexicon().find(text), key=lambda m: -m.start):
        if mention.kind in ("region", "other_region"):
            text = text[: mention.start] + PLACE + text[mention.end :]
        elif mention.kind == "term" and not generic.fullmatch(mention.concept):
            text = text[: mention.start] + AWARD + text[mention.end :]
    return text


@lru_cache(maxsize=8192)
def ranked(stretch: str) -> tuple[tuple[str, float], ...]:
    """Acts with their scores, the likeliest first; empty for a stretch without words."""
    plain = for_matching(masked(stretch)).strip(" ，,。；;：:（）()")
    if len(plain.replace(PLACE, "").replace(AWARD, "").strip("那的呢么吗，。？、 ")) < LEAST:
        return ()  # 那绍兴呢: a name alone asks nothing
    return _head().ranked(open_embedder().encode_query(plain), plain)


@lru_cache(maxsize=1)
def _head() -> Head:
    return kept(TRAINED)


@lru_cache(maxsize=1)
def examples() -> dict[str, tuple[str, ...]]:
    """Act → its sentences.

    Raises:
        DataFileInvalid: a file is not a list of sentences.
    """
    return read_examples(FOLDER)


# Of what callers tell so many of a kind stand against what they ask: more of them drown every act.
OF_A_KIND: Final = 70
# Of the statements those that say so themselves ask nothing.
_NO_STATEMENTS: Final = frozenset({"ask", "hearsay", "filler"})


def trained() -> Head:
    """The head of the examples as they stand in the files."""
    acts: dict[str, set[str]] = {}
    for act, sentences in examples().items():
        for line in sentences:
            acts.setdefault(for_matching(masked(line)).strip(), set()).add(act)
    for kind, sentences in statements().items():
        if kind not in _NO_STATEMENTS:
            for line in sentences[:OF_A_KIND]:
                acts.setdefault(for_matching(masked(line)).strip(), {STATEMENT})
    lines = list(acts)
    embed = open_embedder().encode_query
    embedded = np.stack([embed(line) for line in lines]).astype(np.float32)
    return train_several(sorted(examples()), [acts[line] for line in lines], lines, embedded)


def main() -> None:
    """Train the head and keep it."""
    head = trained()
    keep(head, TRAINED)
    print(f"已训练：{len(head.names)} 类，{sum(map(len, examples().values()))} 句，存于 {TRAINED}")


if __name__ == "__main__":
    main()
