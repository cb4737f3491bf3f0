"""What a stretch of a message does (asks how much, asks who decides, tells a fact …), learned from example sentences.

`examples/<act>.yaml` holds sentences as people say them; a new way of speaking is a new line there. A linear head
(ridge regression in closed form: the same examples give the same head) over two views of a sentence decides: its
embedding, for what is meant, and its characters in runs of one to three, for how it is put. Names of places and
awards are masked in both, since who asks and after which award tells nothing of the act.

Measured on questions that were not used for it (share of questions one of whose acts is the kind's): the head .79,
its embedding alone .72, its characters alone .69, nearest example .74, the patterns of intents.yaml .83 with several
labels a chunk. So a pattern that matches is believed, the head decides what none matches, and whether a stretch
asks at all.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.reading.patterns import FOLDER, load
from index.errors import DataFileInvalid
from index.text import strict_yaml
from index.text.normalize import for_matching
from index.vocabulary.lexicon import general_lexicon

Vector = NDArray[np.float32]
Embed = Callable[[str], Vector]

STATEMENT = "statement"
RUNS = (1, 2, 3)  # lengths of the runs of characters
BUCKETS = 2048  # the runs are hashed into so many places
CHARACTERS_WEIGHT = 0.8  # of the characters' view against the embedding's, chosen by five-fold validation
RIDGE = 0.6
# Below it no example is near enough to say anything; between, the answers of twenty-odd kinds overlap.
SURE = -0.45
TELLS = 0.0  # a stretch this near to statements asks nothing, whatever words stand in it
_MARKS = " \t\r\n，,。；;：:、？?！!~～…"


@lru_cache(maxsize=1)
def examples() -> dict[str, tuple[str, ...]]:
    """Act → its sentences.

    Raises:
        DataFileInvalid: a file is not a list of sentences.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((FOLDER / "examples").glob("*.yaml")):
        data = strict_yaml.load(path)
        if not isinstance(data, list) or not all(isinstance(line, str) and line.strip() for line in data):
            raise DataFileInvalid(f"例句文件 {path.name} 应是一行一句的列表。")
        found[path.stem] = tuple(data)
    return found


def masked(text: str) -> str:
    """`text` with places and awards replaced by words that stand for any of them."""
    generic = load("topics")["not_a_topic"]
    for mention in sorted(general_lexicon().find(text), key=lambda m: -m.start):
        if mention.kind in ("region", "other_region"):
            text = text[: mention.start] + "本地" + text[mention.end :]
        elif mention.kind == "term" and not generic.fullmatch(mention.concept):
            text = text[: mention.start] + "这项" + text[mention.end :]
    return text


def _characters(text: str) -> Vector:
    """Shape (BUCKETS,), length one: square roots of how often each run of characters stands in `text`."""
    bare = "^" + "".join(c for c in text if c not in _MARKS) + "$"
    counts = np.zeros(BUCKETS, dtype=np.float32)
    for size in RUNS:
        for place in range(len(bare) - size + 1):
            counts[zlib.crc32(bare[place : place + size].encode()) % BUCKETS] += 1
    roots = np.sqrt(counts)
    return np.asarray(roots / (np.linalg.norm(roots) or 1.0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Head:
    """Acts, the mean of the examples' embeddings, and the weights (views + 1, acts)."""

    names: tuple[str, ...]
    mean: Vector
    weights: Vector

    def scores(self, embedding: Vector, characters: Vector) -> Vector:
        own = embedding - self.mean
        own = own / (np.linalg.norm(own) or 1.0)
        view = np.concatenate([own, CHARACTERS_WEIGHT * characters, [1.0]])
        return np.asarray(view @ self.weights, dtype=np.float32)


class Acts:
    """Tells acts apart. The head is trained when first needed; the examples' vectors are kept in `folder`.

    Args:
        embed: a text's vector, of length one.
        model: names the embedding model; vectors of another model are not used.
        folder: where the vectors are kept between runs; None keeps nothing.
    """

    def __init__(self, embed: Embed, model: str, folder: Path | None = None) -> None:
        self._embed, self._model, self._folder = embed, model, folder
        self._trained: _Head | None = None
        self.ranked = lru_cache(maxsize=4096)(self._ranked)

    def of(self, text: str) -> str:
        """The act of one stretch; "" when no example is near."""
        name, score = self.ranked(text)[0]
        return name if score >= SURE else ""

    def tells(self, text: str) -> bool:
        """Whether the stretch clearly tells something and asks nothing."""
        name, score = self.ranked(text)[0]
        return name == STATEMENT and score >= TELLS

    def _ranked(self, text: str) -> tuple[tuple[str, float], ...]:
        """Acts with their scores, the likeliest first; 1 is certain, -1 impossible."""
        plain = masked(text)
        scores = self._head().scores(self._embed(plain), _characters(plain))
        order = np.argsort(-scores, kind="stable")
        names = self._head().names
        return tuple((names[place], float(scores[place])) for place in order)

    def _head(self) -> _Head:
        if self._trained is None:
            self._trained = self._train()
        return self._trained

    def _train(self) -> _Head:
        names = tuple(examples())
        sentences = [(act, masked(line)) for act in names for line in examples()[act]]
        embedded = self._vectors([line for _, line in sentences])
        mean = np.asarray(embedded.mean(axis=0), dtype=np.float32)
        own = embedded - mean
        own /= np.linalg.norm(own, axis=1, keepdims=True)
        written = CHARACTERS_WEIGHT * np.stack([_characters(line) for _, line in sentences])
        views = np.concatenate([own, written, np.ones((len(sentences), 1))], axis=1)
        wanted = np.array([[1.0 if act == name else -1.0 for name in names] for act, _ in sentences])
        likeness = views @ views.T + RIDGE * np.eye(len(sentences))
        return _Head(names, mean, np.asarray(views.T @ np.linalg.solve(likeness, wanted), dtype=np.float32))

    def _vectors(self, sentences: list[str]) -> Vector:
        """Shape (sentences, dimension); read from the folder where they were kept for these very sentences."""
        key = hashlib.sha256("\n".join([self._model, *sentences]).encode()).hexdigest()[:16]
        kept = self._folder / f"{key}.npy" if self._folder else None
        if kept and kept.is_file():
            try:
                vectors = np.load(kept, allow_pickle=False)
                if vectors.shape[0] == len(sentences):
                    return np.asarray(vectors, dtype=np.float32)
            except (OSError, ValueError):
                pass  # half a file: computed again
        vectors = np.stack([self._embed(for_matching(line)) for line in sentences]).astype(np.float32)
        if kept:
            try:
                kept.parent.mkdir(parents=True, exist_ok=True)
                half = kept.with_name(f"{kept.name}.{id(self):x}")
                with half.open("wb") as file:
                    np.save(file, vectors)
                half.replace(kept)
            except OSError:
                pass  # a read-only disk costs seconds at the next start, nothing else
        return vectors
