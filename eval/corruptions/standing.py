"""Wrong standing: the banner of a draft or an expired policy removed or denied, one put on a policy in force."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from eval.corruptions.answers import MARK, Answer
from eval.corruptions.lists import words
from eval.corruptions.model import Corruption
from eval.corruptions.truth import Truth
from index.documents.status import document_status


def status(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """Banner removed · said to be in force · to be no draft · not to have expired · one in force said to be over."""
    standing = {
        clause: document_status(truth.library.document(clause.partition("/")[0]), answer.as_of).status
        for _, clause in answer.cites
    }
    if set(standing.values()) == {"in_force"}:
        said = rng.choice(words().said_expired)
        yield _made("said_expired", answer, [*_texts(answer), said], (said,), said)
        return
    if "in_force" in standing.values():
        return  # a banner for one of the documents only: hard to say whose it is once it is gone
    yield from _removed(answer, rng)
    if set(standing.values()) <= {"draft", "draft_expired"}:
        yield from _denied("no_draft", answer, words().draft_denied)
    if set(standing.values()) <= {"expired", "draft_expired"}:
        yield from _denied("not_expired", answer, words().expiry_denied)


def _removed(answer: Answer, rng: random.Random) -> Iterator[Corruption]:
    """No word of the standing is left; with another sentence in its place, or none."""
    kept = []
    for text in _texts(answer):
        if re.search(words().banner, text) and not MARK.search(text):
            continue
        for pattern in words().banner_removed:
            text = re.sub(pattern, "", text)
        kept.append(text)
    claims = tuple(text.strip() for text in kept if MARK.search(text))
    if not claims or re.search(words().banner, "".join(kept)):
        return
    yield _made("removed", answer, kept, claims, "去掉状态说明")
    said = rng.choice(words().said_in_force)
    yield _made("said_in_force", answer, [*kept, said], (*claims, said), said)


def _denied(form: str, answer: Answer, pairs: tuple[tuple[str, str], ...]) -> Iterator[Corruption]:
    texts = _texts(answer)
    denied = list(texts)
    for pattern, other in pairs:
        denied = [re.sub(pattern, other, text) for text in denied]
    changed = [new for old, new in zip(texts, denied, strict=True) if old != new]
    if changed:
        claims = [text for text in denied if MARK.search(text)]
        yield _made(form, answer, denied, tuple(text.strip() for text in (*changed, *claims)), "；".join(changed))


def _texts(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences]


def _made(form: str, answer: Answer, texts: list[str], changed: tuple[str, ...], what: str) -> Corruption:
    return Corruption("status", form, answer, replace(answer, answer="".join(texts)), changed, what)
