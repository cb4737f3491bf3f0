"""A linear head over two views of a sentence: its embedding, for what is meant; its characters, for how it is put.

Ridge regression in closed form (Hoerl and Kennedy, 1970): the same examples always give the same head.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import DataFileInvalid
from index.text import strict_yaml

Vector = NDArray[np.float32]

RUNS = (1, 2, 3)  # lengths of the runs of characters
BUCKETS = 2048  # the runs are hashed into so many places
CHARACTERS_WEIGHT = 0.8  # of the characters' view against the embedding's, chosen by five-fold validation
RIDGE = 0.6
_MARKS = " \t\r\n，,。；;：:、？?！!~～…"


def read_examples(folder: Path) -> dict[str, tuple[str, ...]]:
    """Class → its sentences, one YAML file a class.

    Raises:
        DataFileInvalid: a file is not a list of sentences.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        data = strict_yaml.load(path)
        if not isinstance(data, list) or not all(isinstance(line, str) and line.strip() for line in data):
            raise DataFileInvalid(f"例句文件 {path.name} 应是一行一句的列表。")
        found[path.stem] = tuple(data)
    return found


def characters(text: str) -> Vector:
    """Shape (BUCKETS,), length one: square roots of how often each run of characters stands in `text`."""
    bare = "^" + "".join(c for c in text if c not in _MARKS) + "$"
    counts = np.zeros(BUCKETS, dtype=np.float32)
    for size in RUNS:
        for place in range(len(bare) - size + 1):
            counts[zlib.crc32(bare[place : place + size].encode()) % BUCKETS] += 1
    roots = np.sqrt(counts)
    return np.asarray(roots / (np.linalg.norm(roots) or 1.0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Head:
    """Names of the classes, the mean of the examples' embeddings, and the weights (views + 1, classes)."""

    names: tuple[str, ...]
    mean: Vector
    weights: Vector

    def ranked(self, embedding: Vector, text: str) -> tuple[tuple[str, float], ...]:
        """Classes with their scores, the likeliest first; 1 is certain, -1 impossible."""
        own = embedding - self.mean
        own = own / (np.linalg.norm(own) or 1.0)
        scores = np.concatenate([own, CHARACTERS_WEIGHT * characters(text), [1.0]]) @ self.weights
        return tuple((self.names[place], float(scores[place])) for place in np.argsort(-scores, kind="stable"))


def keep(head: Head, path: Path) -> None:
    """Write the head to `path` (.npz)."""
    np.savez_compressed(path, names=np.array(head.names), mean=head.mean, weights=head.weights)


def kept(path: Path) -> Head:
    """The head that `keep` wrote."""
    with np.load(path, allow_pickle=False) as file:
        return Head(tuple(str(name) for name in file["names"]), file["mean"], file["weights"])


def train(names: Sequence[str], labels: Sequence[str], texts: Sequence[str], embedded: Vector) -> Head:
    """The head of examples `texts` with their `labels`; `embedded` has shape (texts, dimension)."""
    wanted = np.array([[1.0 if label == name else -1.0 for name in names] for label in labels])
    often = (wanted > 0).sum(axis=0)
    rare = np.array([(len(texts) / often[names.index(label)]) ** EVENED for label in labels])
    written = CHARACTERS_WEIGHT * np.stack([characters(text) for text in texts])
    mean, weights = _solved(embedded, written, wanted, rare)
    return Head(tuple(names), mean, weights.astype(np.float32))


FOLDS = 5
THRESHOLDS = np.arange(-0.8, 0.25, 0.05)
BETA = 0.5  # the square of the F-measure's beta
EVENED = 0.5  # the same, where a sentence is of one class only
RARE = 0.25  # how much more a sentence of a rare class counts: (all / of the class) to this power


def train_several(
    names: Sequence[str], labels: Sequence[Collection[str]], texts: Sequence[str], embedded: Vector
) -> Head:
    """The head of sentences that may belong to several classes; a score of 0 or more says that one does.

    Each class has its own threshold, the one that found it best in five-fold validation over the examples.
    """
    wanted = np.array([[1.0 if name in own else -1.0 for name in names] for own in labels])
    often = (wanted > 0).sum(axis=0)
    rare = np.array([max((len(texts) / often[place]) ** RARE for place in np.flatnonzero(row > 0)) for row in wanted])
    written = CHARACTERS_WEIGHT * np.stack([characters(text) for text in texts])
    fold = np.arange(len(texts)) % FOLDS
    scores = np.zeros_like(wanted)
    for out in range(FOLDS):
        kept = fold != out
        mean, weights = _solved(embedded[kept], written[kept], wanted[kept], rare[kept])
        scores[~kept] = _views(embedded[~kept] - mean, written[~kept]) @ weights
    mean, weights = _solved(embedded, written, wanted, rare)
    for place in range(len(names)):
        weights[-1, place] -= _threshold(scores[:, place], wanted[:, place] > 0)
    return Head(tuple(names), mean, weights.astype(np.float32))


def _views(centred: Vector, written: Vector) -> Vector:
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.concatenate([centred / np.where(lengths, lengths, 1.0), written, np.ones((len(written), 1))], axis=1)


def _solved(embedded: Vector, written: Vector, wanted: Vector, rare: Vector) -> tuple[Vector, Vector]:
    """Mean of the embeddings and weights (views + 1, classes); ridge regression with weighted sentences."""
    mean = np.asarray(embedded.mean(axis=0), dtype=np.float32)
    views = _views(embedded - mean, written)
    weight = (rare / rare.mean())[:, None]
    ridge = RIDGE * np.eye(views.shape[1])
    return mean, np.linalg.solve(views.T @ (weight * views) + ridge, views.T @ (weight * wanted))


def _threshold(scores: Vector, true: NDArray[np.bool_]) -> float:
    """The threshold with the best F-measure, in which what is heard wrongly weighs more than what is missed."""
    hits = [(scores >= least) for least in THRESHOLDS]
    measure = [(1 + BETA) * (hit & true).sum() / max(1.0, hit.sum() + BETA * true.sum()) for hit in hits]
    return float(THRESHOLDS[int(np.argmax(measure))])
