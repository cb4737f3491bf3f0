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
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.reading.head import Head, Vector, read_examples, train
from assistant.reading.patterns import FOLDER, load
from index.text.normalize import for_matching
from index.vocabulary.lexicon import general_lexicon

Embed = Callable[[str], Vector]

STATEMENT = "statement"
# Below it no example is near enough to say anything; between, the answers of twenty-odd kinds overlap.
SURE = -0.45
TELLS = 0.0  # a stretch this near to statements asks nothing, whatever words stand in it


@lru_cache(maxsize=1)
def examples() -> dict[str, tuple[str, ...]]:
    """Act → its sentences.

    Raises:
        DataFileInvalid: a file is not a list of sentences.
    """
    return read_examples(FOLDER / "examples")


def masked(text: str) -> str:
    """`text` with places and awards replaced by words that stand for any of them."""
    generic = load("topics")["not_a_topic"]
    for mention in sorted(general_lexicon().find(text), key=lambda m: -m.start):
        if mention.kind in ("region", "other_region"):
            text = text[: mention.start] + "本地" + text[mention.end :]
        elif mention.kind == "term" and not generic.fullmatch(mention.concept):
            text = text[: mention.start] + "这项" + text[mention.end :]
    return text


class Acts:
    """Tells acts apart. The head is trained when first needed; the examples' vectors are kept in `folder`.

    Args:
        embed: a text's vector, of length one.
        model: names the embedding model; vectors of another model are not used.
        folder: where the vectors are kept between runs; None keeps nothing.
    """

    def __init__(self, embed: Embed, model: str, folder: Path | None = None) -> None:
        self._embed, self._model, self._folder = embed, model, folder
        self._trained: Head | None = None
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
        return self._head().ranked(self._embed(plain), plain)

    def _head(self) -> Head:
        if self._trained is None:
            self._trained = self._train()
        return self._trained

    def _train(self) -> Head:
        names = tuple(examples())
        sentences = [(act, masked(line)) for act in names for line in examples()[act]]
        lines = [line for _, line in sentences]
        return train(names, [act for act, _ in sentences], lines, self._vectors(lines))

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
