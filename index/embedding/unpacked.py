"""The bundled model token by token. Its own engine gives one vector a text; this reads its packed file (`e5.c`) itself.

multilingual-e5-small (Wang et al., arXiv:2402.05672) is a BERT of 12 layers with 384 places; the file holds its weights
in 4 bits (Q4_0: a scale and 32 numbers of 4 bits a block) and the pieces of its unigram vocabulary. Computed in float32
where the engine rounds to 8 bits, so means of tokens agree with its vectors to about three digits, not bit for bit.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

Matrix = NDArray[np.float32]

_BLOCK: Final = 32
_BYTES: Final = 18  # of a block
_SPACE: Final = "\u2581"
_UNKNOWN: Final = 10.0  # how much less than the rarest piece an unknown character scores
_HEADER: Final = struct.Struct("<4sI7ifi5iQ")


@dataclass(frozen=True, slots=True)
class Tokens:
    """`spans`: start and end of each token in the text; `vectors`: shape (tokens, 384), in context."""

    spans: tuple[tuple[int, int], ...]
    vectors: Matrix


class Unpacked:
    """Opened once: 85 MB and half a second. Safe from many threads."""

    def __init__(self, path: Path) -> None:
        self._data = np.memmap(path, dtype=np.uint8, mode="r")
        head = _HEADER.unpack(self._data[: _HEADER.size].tobytes())
        width, layers, self._heads, inner = head[2:6]
        self._eps = head[9]
        pieces, self._bos, self._eos, _, self._unknown = head[11:16]
        at = self._read_pieces(_HEADER.size, pieces, head[16])
        found = self._directory(at)
        self._width = width
        self._words = found["emb.word"]
        self._places = self._floats(found["emb.pos"]).reshape(-1, width) + self._floats(found["emb.type"])[:width]
        self._norm = (self._floats(found["emb.ln.w"]), self._floats(found["emb.ln.b"]))
        shapes = {"q": width, "k": width, "v": width, "ao": width, "fi": width, "fo": inner}
        self._layers = [self._layer(found, f"l{number}.", shapes) for number in range(layers)]

    def _read_pieces(self, at: int, pieces: int, size: int) -> int:
        offsets = self._data[at : at + 4 * (pieces + 1)].view("<u4")
        at += 4 * (pieces + 1)
        scores = self._data[at : at + 4 * pieces].view("<f4")
        at += 4 * pieces
        blob = self._data[at : at + size].tobytes()
        texts = [blob[a:b] for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)]
        self._pieces = {
            text.decode("utf-8", "replace"): (number, score)
            for number, (text, score) in enumerate(zip(texts, scores.tolist(), strict=True))
            if text and number != self._unknown
        }
        self._longest = max(map(len, self._pieces))
        self._least = float(scores.min()) - _UNKNOWN
        at += size
        return at + 8 + int(self._data[at + 4 : at + 8].view("<u4")[0])

    def _directory(self, at: int) -> dict[str, tuple[int, int]]:
        count = int(self._data[at : at + 4].view("<i4")[0])
        at += 4
        found = {}
        for _ in range(count):
            (size,) = struct.unpack("<H", self._data[at : at + 2].tobytes())
            name = self._data[at + 2 : at + 2 + size].tobytes().decode()
            _, _, start, length = struct.unpack("<BIQQ", self._data[at + 2 + size : at + 23 + size].tobytes())
            found[name] = (start, length)
            at += 23 + size
        return found

    def _floats(self, place: tuple[int, int]) -> Matrix:
        return np.array(self._data[place[0] : place[0] + place[1]].view("<f4"))

    def _blocks(self, raw: Any) -> Matrix:
        """Bytes of shape (rows, blocks * 18) as float32 of shape (rows, blocks * 32)."""
        blocks = raw.reshape(-1, _BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        packed = blocks[:, 2:]
        numbers = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32) - 8
        return np.asarray((numbers * scale).reshape(raw.shape[0], -1), dtype=np.float32)

    def _layer(self, found: dict[str, tuple[int, int]], name: str, shapes: dict[str, int]) -> dict[str, Matrix]:
        layer = {}
        for part, width in shapes.items():
            start, size = found[f"{name}{part}.w"]
            row = width // _BLOCK * _BYTES
            layer[part] = self._blocks(self._data[start : start + size].reshape(-1, row)).T.copy()
            layer[f"{part}.b"] = self._floats(found[f"{name}{part}.b"])
        for part in ("aln.w", "aln.b", "oln.w", "oln.b"):
            layer[part] = self._floats(found[f"{name}{part}"])
        return layer

    def cut(self, text: str) -> list[tuple[int, int, int]]:
        """Pieces of a text (id, start, end), the likeliest segmentation; every blank is one character."""
        chars = _SPACE + "".join(_SPACE if char.isspace() else char for char in text)
        best = [0.0] + [-1e30] * len(chars)
        back: list[tuple[int, int]] = [(0, 0)] * (len(chars) + 1)
        for start in range(len(chars)):
            for end in range(start + 1, min(start + self._longest, len(chars)) + 1):
                piece = self._pieces.get(chars[start:end])
                if piece is not None and best[start] + piece[1] > best[end]:
                    best[end], back[end] = best[start] + piece[1], (piece[0], start)
            if best[start] + self._least > best[start + 1]:
                best[start + 1], back[start + 1] = best[start] + self._least, (self._unknown, start)
        found = []
        at = len(chars)
        while at:
            piece_id, start = back[at]
            found.append((piece_id, max(start - 1, 0), at - 1))
            at = start
        return found[::-1]

    def tokens(self, text: str) -> Tokens:
        """The pieces of a text (those behind the 510th are not read) with their vectors of the last layer."""
        pieces = self.cut(text)[: len(self._places) - 2]
        ids = [self._bos, *(each[0] for each in pieces), self._eos]
        row = self._width // _BLOCK * _BYTES
        raw = self._data[self._words[0] : self._words[0] + self._words[1]].reshape(-1, row)[ids]
        x = self._normed(self._blocks(raw) + self._places[: len(ids)], *self._norm)
        for layer in self._layers:
            x = self._through(x, layer)
        return Tokens(tuple((start, end) for _, start, end in pieces), x[1:-1])

    def _through(self, x: Matrix, layer: dict[str, Matrix]) -> Matrix:
        q, k, v = (self._by_head(x @ layer[part] + layer[f"{part}.b"]) for part in "qkv")
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(np.float32(q.shape[-1]))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        seen = (scores @ v).transpose(1, 0, 2).reshape(x.shape)
        x = self._normed(x + seen @ layer["ao"] + layer["ao.b"], layer["aln.w"], layer["aln.b"])
        inner = x @ layer["fi"] + layer["fi.b"]
        inner = inner * (0.5 + 0.5 * erf(inner * np.float32(0.70710678)))
        return self._normed(x + inner @ layer["fo"] + layer["fo.b"], layer["oln.w"], layer["oln.b"])

    def _by_head(self, x: Matrix) -> Matrix:
        return x.reshape(len(x), self._heads, -1).transpose(1, 0, 2)

    def _normed(self, x: Matrix, weight: Matrix, bias: Matrix) -> Matrix:
        own = x - x.mean(axis=1, keepdims=True)
        return np.asarray(own / np.sqrt((own * own).mean(axis=1, keepdims=True) + self._eps) * weight + bias)
