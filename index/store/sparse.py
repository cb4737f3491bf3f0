"""BM25 over character n-grams as an inverted index on disk: a query costs what its tokens' postings are long.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009); Lucene's variant as bm25s has
it (Lù, 2024: every posting's score is computed at build time), whose scores these are to the bit. That library cannot
add a text to an index; here the counts are kept beside the scores, so that a new version takes over the rows whose
text is unchanged and only new texts are tokenised (0.1 ms each).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, vstack

from index.text import ngrams, normalize
from index.text.made_by import made_by
from index.text.ngrams import tokens

log = logging.getLogger(__name__)

K1, B = 1.5, 0.75
_ARRAYS = ("starts", "rows", "counts", "scores", "lengths")
_WORDS = "vocabulary.txt"

Scores = NDArray[np.float32]
Rows = NDArray[np.int32]


class Sparse:
    """`scores(query)` gives one BM25 score a text, shape (n,); the postings are (text, count, score) by token."""

    def __init__(
        self,
        vocabulary: dict[str, int],
        starts: NDArray[np.int64],
        rows: Rows,
        counts: NDArray[np.uint16],
        scores: Scores,
        lengths: Rows,
    ) -> None:
        self._vocabulary = vocabulary
        self.starts, self.rows, self.counts, self.lengths = starts, rows, counts, lengths
        self._scores = scores

    def __len__(self) -> int:
        return len(self.lengths)

    @classmethod
    def of(cls, texts: Sequence[str]) -> Sparse:
        return cls._from(*_counted(texts, {}))

    def changed(self, taken: NDArray[np.int64], texts: Sequence[str]) -> Sparse:
        """A new index whose row i is this one's row `taken[i]`, or where that is -1 the next of the new `texts`."""
        vocabulary = dict(self._vocabulary)
        before = csc_matrix((self.counts, self.rows, self.starts), shape=(len(self), len(vocabulary))).tocsr()
        _, fresh, lengths = _counted(texts, vocabulary)
        before.resize(len(self), len(vocabulary))
        both = vstack([before, fresh], format="csr", dtype=np.uint16)
        source = np.where(taken >= 0, taken, len(self) - 1 + np.cumsum(taken < 0))
        return self._from(vocabulary, both[source], np.concatenate([self.lengths, lengths])[source])

    @classmethod
    def _from(cls, vocabulary: dict[str, int], counted: csr_matrix, lengths: Rows) -> Sparse:
        """Scores from counts; every step in the precision bm25s computes it in."""
        postings = counted.tocsc()
        postings.sort_indices()
        size, held = len(lengths), np.diff(postings.indptr)
        rarity = np.log(1 + (size - held + 0.5) / (held + 0.5)).astype(np.float32)
        norm = K1 * ((1 - B) + B * lengths / max(float(lengths.mean()), 1e-9))
        counts = postings.data.astype(np.float64)
        scores = (np.repeat(rarity, held) * (counts / (norm[postings.indices] + counts))).astype(np.float32)
        return cls(
            vocabulary,
            postings.indptr.astype(np.int64),
            postings.indices.astype(np.int32),
            postings.data.astype(np.uint16),
            scores,
            lengths,
        )

    def save(self, folder: Path) -> None:
        """Raises OSError."""
        folder.mkdir(parents=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", self._scores if name == "scores" else getattr(self, name))
        words = "\n".join([_code(), *self._vocabulary])
        (folder / _WORDS).write_text(words, encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> Sparse | None:
        """The index as it was saved, mapped into memory; None where there is none or another tokeniser made it."""
        try:
            made, *words = (folder / _WORDS).read_text(encoding="utf-8").split("\n")
            if made != _code():
                log.warning("the tokeniser has changed since %s was built", folder.parent.name)
                return None
            arrays = [np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS]
        except (OSError, ValueError) as error:
            log.warning("no inverted index in %s: %s", folder.parent.name, error)
            return None
        starts, rows, counts, scores, lengths = (array.view(np.ndarray) for array in arrays)
        return cls({word: n for n, word in enumerate(words)}, starts, rows, counts, scores, lengths)

    def scores(self, query: str) -> Scores:
        total = np.zeros(len(self), dtype=np.float32)
        for token in tokens(query):
            place = self._vocabulary.get(token)
            if place is not None:
                part = slice(self.starts[place], self.starts[place + 1])
                total[self.rows[part]] += self._scores[part]
        return total

    def frequency(self, token: str) -> int:
        """How many texts hold the token."""
        place = self._vocabulary.get(token)
        return 0 if place is None else int(self.starts[place + 1] - self.starts[place])

    def texts(self, token: str) -> Rows:
        """The texts that hold the token, in order."""
        place = self._vocabulary.get(token)
        return np.empty(0, dtype=np.int32) if place is None else self.rows[self.starts[place] : self.starts[place + 1]]

    def holding(self, words: str) -> Rows | None:
        """Texts that may hold `words` as written, in order: all that do and some that do not.

        None where the tokens cannot tell (no Chinese in them): any text may.
        """
        wanted = sorted({t for t in tokens(words) if t[0] > "\u3400"}, key=self.frequency)
        if not wanted:
            return None
        found: Rows | None = None
        for token in islice(wanted, 6):  # the rarest decide
            if token not in self._vocabulary:
                return np.empty(0, dtype=np.int32)
            place = self._vocabulary[token]
            rows = self.rows[self.starts[place] : self.starts[place + 1]]
            found = rows if found is None else np.intersect1d(found, rows, assume_unique=True)
        return found


def _counted(texts: Sequence[str], vocabulary: dict[str, int]) -> tuple[dict[str, int], csr_matrix, Rows]:
    """Token counts, one row a text; `vocabulary` grows by what is new."""
    starts, columns, counts, lengths = [0], list[int](), list[int](), list[int]()
    for text in texts:
        found = tokens(text)
        held = Counter(found)
        columns.extend(vocabulary.setdefault(token, len(vocabulary)) for token in held)
        counts.extend(held.values())
        starts.append(len(columns))
        lengths.append(len(found))
    matrix = csr_matrix(
        (np.array(counts, dtype=np.uint16), np.array(columns, dtype=np.int32), np.array(starts, dtype=np.int64)),
        shape=(len(texts), len(vocabulary)),
    )
    return vocabulary, matrix, np.array(lengths, dtype=np.int32)


def _code() -> str:
    return made_by(ngrams, normalize)
