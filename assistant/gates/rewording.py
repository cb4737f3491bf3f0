"""Is a sentence whose words its clause has not only said otherwise? A head over aligned tokens, trained on pairs.

Every token of the sentence looks for its fellows in the clause (soft attention over vectors in context, after Parikh et
al., "A Decomposable Attention Model", 2016); what it differs in is scored, and the worst tokens make the sentence's
score. The head is asked only about sentences whose figures, levels, bounds, frequencies, denials and other slots agree
with a claim of the clause: it releases content words, nothing else. Sentences of several authors who knew nothing of
the gates taught it (`python -m eval.rewording`), with words exchanged at random as more bad ones: else it learns that
who speaks plainly speaks true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from index.embedding.bundled import packed_file
from index.embedding.unpacked import Tokens, Unpacked
from index.text.normalize import nfkc

Matrix = NDArray[np.float32]
Numbers = NDArray[np.floating[Any]]

TRAINED: Final = Path(__file__).resolve().with_suffix(".npz")
# Of held-out authors' sentences; below it what is wrong is rare (`docs/gates.md`).
LEAST: Final = -0.75
LONGEST: Final = 260  # tokens of the clauses that are looked at: the stretch that shares most with the sentence
_FIGURE: Final = re.compile("[\\d%一二两三四五六七八九十百千万亿]")
_WORD: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of n tokens beside a clause of m: vectors (n, 384) and (m, 384), `seen` (n, 5), `same` (n, m).

    Attributes:
        seen: of each token, whether the clause has it, all its characters, which share of its bigrams; whether it is
            no word; whether it is a figure.
        same: 1.0 where the two tokens are written alike.
    """

    said: Matrix
    clause: Matrix
    seen: Matrix
    same: Matrix
    spans: tuple[tuple[int, int], ...]


def pair(sentence: str, clauses: Sequence[str]) -> Pair:
    """The sentence read beside the clauses it cites."""
    text = nfkc(sentence)
    said = _vectors(text)
    printed = [nfkc(clause) for clause in clauses]
    read = [_vectors(clause) for clause in printed]
    own = [text[a:b] for a, b in said.spans]
    theirs = [clause[a:b] for clause, each in zip(printed, read, strict=True) for a, b in each.spans]
    vectors = np.concatenate([each.vectors for each in read])
    start = _nearest(own, theirs)
    theirs, vectors = theirs[start : start + LONGEST], vectors[start : start + LONGEST]
    whole = " ".join(printed)
    has = set(theirs)
    bigrams = {whole[i : i + 2] for i in range(len(whole) - 1)}
    seen = [
        [
            word in has,
            all(char in whole for char in word),
            float(
                np.mean([text[i : i + 2] in bigrams or (i > 0 and text[i - 1 : i + 1] in bigrams) for i in range(a, b)])
            )
            if b > a
            else 1.0,
            not _WORD.search(word),
            _FIGURE.search(word) is not None,
        ]
        for word, (a, b) in zip(own, said.spans, strict=True)
    ]
    same = [[word == other for other in theirs] for word in own]
    return Pair(said.vectors, vectors, np.array(seen, np.float32), np.array(same, np.float32), said.spans)


def _nearest(own: Sequence[str], theirs: Sequence[str]) -> int:
    """Where the stretch of LONGEST tokens begins that has most of the sentence's."""
    if len(theirs) <= LONGEST:
        return 0
    words = {word for word in own if word}
    ahead = np.concatenate([[0], np.cumsum([word in words for word in theirs])])
    return int(np.argmax(ahead[LONGEST:] - ahead[:-LONGEST]))


@lru_cache(maxsize=1)
def _model() -> Unpacked:
    return Unpacked(packed_file())


@lru_cache(maxsize=256)  # 0.1 MB each, long clauses 0.8
def _vectors(text: str) -> Tokens:
    return _model().tokens(text)


@dataclass(frozen=True)
class Head:
    """Weights by name, as `eval.rewording` trains them; one of several whose scores are averaged."""

    weights: dict[str, Matrix]

    def score(self, pair: Pair) -> float:
        """Above 0 rather wrong, below rather right."""
        w = self.weights
        said, clause = ((each - w["mean"]) / w["deviation"] for each in (pair.said, pair.clause))
        raw = _unit(said) @ _unit(clause).T
        near = _unit(said @ w["near"]) @ _unit(clause @ w["near"]).T
        logits = np.exp(w["sharpness"]) * (near + raw) / 2 + w["alike"] * pair.same
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        own, theirs = said @ w["look"], weights @ (clause @ w["look"])
        best = -np.sort(-raw, axis=1)[:, :2] if raw.shape[1] > 1 else np.repeat(raw, 2, axis=1)
        found = [np.abs(own - theirs), own * theirs, best, (weights * near).sum(axis=1, keepdims=True)]
        features = np.concatenate([*found, near.max(axis=1, keepdims=True), pair.seen], axis=1)
        inner = features @ w["inner"] + w["inner.b"]
        tokens = _gelu(inner) @ w["outer"] + w["outer.b"]
        return float(_log_sum(tokens) + w["bias"])


def _unit(rows: Numbers) -> Numbers:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def _gelu(x: Numbers) -> Numbers:
    return np.asarray(x * (0.5 + 0.5 * erf(x / np.sqrt(2))))


def _log_sum(x: Numbers) -> float:
    most = float(x.max())
    return most + float(np.log(np.exp(x - most).sum()))


def keep(heads: Sequence[Head], path: Path, digest: str) -> None:
    """Write the heads to `path` (.npz), with the digest of what they were trained on."""
    named: dict[str, Any] = {
        f"{i}/{name}": weight for i, head in enumerate(heads) for name, weight in head.weights.items()
    }
    np.savez_compressed(path, digest=np.array(digest), **named)


def kept(path: Path = TRAINED) -> tuple[tuple[Head, ...], str]:
    """The heads that `keep` wrote, and the digest of what they were trained on."""
    with np.load(path, allow_pickle=False) as file:
        found: dict[str, dict[str, Matrix]] = {}
        for key in file.files:
            if key != "digest":
                place, _, name = key.partition("/")
                found.setdefault(place, {})[name] = file[key]
        return tuple(Head(found[place]) for place in sorted(found)), str(file["digest"])


@lru_cache(maxsize=1)
def _heads() -> tuple[Head, ...]:
    return kept()[0]


@lru_cache(maxsize=2048)
def score(sentence: str, clauses: tuple[str, ...]) -> float:
    """The mean of the heads' scores."""
    read = pair(sentence, clauses)
    return float(np.mean([head.score(read) for head in _heads()]))


def reworded(sentence: str, clauses: tuple[str, ...]) -> bool:
    """Whether the sentence only says otherwise what the clauses say."""
    return score(sentence, clauses) < LEAST
