"""What a stretch of a message tells (a sum received before, a step reached, a part that does not count …), by example.

`statements/<kind>.yaml` holds sentences as callers say them; a new way of speaking is a new line there, after which
`python -m assistant.reading.statements` trains `statements/head.npz` anew (the head rests on the bundled model only,
so that reading does not change with the model of an index).

Five-fold over the examples, share found / share right of what is said to be of the kind: received .87/.80 (patterns
had .41/.77), received_elsewhere .62/.89 (.17/.88), never_received .82/.89 (.32/.94), not_achieved .90/.83 (.87/.55).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import numpy as np

from assistant.reading.head import Head, keep, kept, read_examples, train
from index.embedding.embedder import open_embedder
from index.text.normalize import for_matching

Kind = Literal[
    "achieved", "ask", "background", "corrected", "count", "excluded_part", "figure", "filler", "former", "hearsay",
    "never_received", "not_achieved", "planned", "received", "received_elsewhere", "",
]  # fmt: skip
FOLDER: Final = Path(__file__).resolve().parent / "statements"
TRAINED: Final = FOLDER / "head.npz"
# Below it no example is near enough to say anything; from FIRM on hardly another kind comes near.
SURE: Final = -0.35
FIRM: Final = 0.0
# A second kind is told too from here on, where the first is no farther ahead.
TOO: Final = -0.15
BESIDE: Final = 0.2
SHORTEST: Final = 3


def kind_of(text: str, least: float = SURE) -> Kind:
    """What a stretch tells; "" where no example is near enough (`least`: the head's score, -1 to 1)."""
    words = for_matching(text).strip(" ，,。；;：:（）()")
    if len(words) < SHORTEST:
        return ""
    name, score = _ranked(words)
    return name if score >= least else ""


def tells_too(text: str, kind: Kind) -> bool:
    """Whether a stretch tells `kind` beside something else (省级绿色工厂拿过30万了: recognised, and paid)."""
    words = for_matching(text).strip(" ，,。；;：:（）()")
    if len(words) < SHORTEST:
        return False
    scores = dict(_ranking(words))
    return scores[kind] >= TOO and scores[kind] >= max(scores.values()) - BESIDE


def _ranked(words: str) -> tuple[Kind, float]:
    return _ranking(words)[0]


@lru_cache(maxsize=4096)
def _ranking(words: str) -> tuple[tuple[Kind, float], ...]:
    return _head().ranked(open_embedder().encode_query(words), words)  # type: ignore[return-value]


@lru_cache(maxsize=1)
def _head() -> Head:
    return kept(TRAINED)


def examples() -> dict[str, tuple[str, ...]]:
    """Kind → its sentences.

    Raises:
        DataFileInvalid: a file is not a list of sentences.
    """
    return read_examples(FOLDER)


def trained() -> Head:
    """The head of the examples as they stand in the files."""
    kinds = examples()
    lines = [(kind, for_matching(line).strip()) for kind, sentences in kinds.items() for line in sentences]
    embed = open_embedder().encode_query
    embedded = np.stack([embed(line) for _, line in lines]).astype(np.float32)
    return train(tuple(kinds), [kind for kind, _ in lines], [line for _, line in lines], embedded)


def main() -> None:
    """Train the head and keep it."""
    head = trained()
    keep(head, TRAINED)
    print(f"已训练：{len(head.names)} 类，{sum(map(len, examples().values()))} 句，存于 {TRAINED}")


if __name__ == "__main__":
    main()
