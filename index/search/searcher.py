"""Questions in, ranked clauses out.

Passages are scored (dense and lexical, fused), then boosted by what the question names (city, document,
clause number, level); a clause is as good as its best passage. Several questions in one text are searched one
by one and their rankings interleaved, so that each finds its clauses near the top.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import islice, zip_longest
from pathlib import Path

import numpy as np

from index.documents import kept as parsed
from index.documents.library import Library, load_library
from index.documents.status import LEADING, document_status
from index.embedding.embedder import BUNDLED, Embedder, open_embedder
from index.errors import IndexMissing, QueryRefused
from index.search.boosts import Boosts, Named
from index.search.fusion import DENSE_WEIGHT, first, fused
from index.search.hits import Hit, Hits, Place
from index.search.parts import listed, split
from index.search.ranking import RANKED, Mask, Places, Ranking, Scored, ScoredPassage, Scores
from index.store.build import SPARSE, embedded_text
from index.store.chroma import GRAPH
from index.store.digests import damaged, require_intact
from index.store.manifest import CORPUS, current_version, read_manifest
from index.store.sparse import Sparse
from index.store.vectors import Dense, Vectors, cosines, open_vectors
from index.text.normalize import for_matching
from index.vocabulary.lexicon import Lexicon, general_lexicon

log = logging.getLogger(__name__)

QUERY_LIMIT = 4_000
PROFILE_LIMIT = 20_000
# A longer text gains nothing in the embedding and costs 0.7 s a thousand characters.
EMBEDDED_CHARACTERS = 256

# Scored queries at hand: a message's parts, each 2.4 MB for 200,000 passages.
KEPT = 8

__all__ = ["Hit", "Places", "Ranking", "ScoredPassage", "Searcher", "accepted"]


# The engine runs one thread a text and the same bits side by side, so the parts of a question share the cores.
_side_by_side = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="embed")


class Searcher:
    """Open once, ask from any thread."""

    def __init__(
        self,
        library: Library,
        vectors: Vectors,
        embedder: Embedder,
        lexicon: Lexicon,
        version: str,
        dense_weight: float = DENSE_WEIGHT,
        sparse: Sparse | None = None,
    ) -> None:
        self.library = library
        self.version = version
        self._vectors = vectors
        self._embedder = embedder
        self._lexicon = lexicon
        self._dense_weight = dense_weight
        self._passages = library.passages
        self.sparse = sparse or Sparse.of([embedded_text(passage) for passage in self._passages])
        self._boosts = Boosts(library, lexicon, self.sparse)
        self._hits = Hits(library, self._boosts)
        self._kept: dict[tuple[str, str, bytes], Scored] = {}
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        root: Path,
        *,
        corpus: Path | None = None,
        added: Path | None = None,
        model: str = BUNDLED,
        chroma_url: str | None = None,
        dense_weight: float = DENSE_WEIGHT,
    ) -> Searcher:
        """Open the version that serves; while the policy texts are ahead of it, with the texts it was built from.

        `added`: documents beside those of `corpus` (default: without `corpus`, the folder `corpus` beside the index).
        `dense_weight`: share of the vectors in the fusion (the rest is BM25's), to measure either leg by itself.

        Raises:
            IndexMissing: there is none, it is not whole, or the model or the program have changed since.
            IndexDamaged: a file is not what was written (but for the graph, which is done without).
            EmbeddingUnavailable: the embedding model cannot be loaded.
        """
        folder = current_version(root)
        manifest = read_manifest(folder)
        found = damaged(folder)
        require_intact(folder, {name: what for name, what in found.items() if not name.startswith(f"{GRAPH}/")})
        parsed.remember(folder / parsed.PARSED)
        if added is None and corpus is None:
            added = root.parent / "corpus"
        library = load_library(corpus, added)
        if manifest.corpus_hash != library.corpus_hash:
            log.warning("the policy texts have changed since index %s was built; it serves with its own", folder.name)
            library = load_library(folder / CORPUS)
        embedder = open_embedder(model)
        if manifest.corpus_hash != library.corpus_hash or manifest.model_id != embedder.model_id:
            raise IndexMissing(
                "索引与当前的程序或向量模型不一致。请运行 python -m index build 重建。",
                log=f"manifest {manifest} does not fit corpus {library.corpus_hash} / {embedder.model_id}",
            )
        vectors = open_vectors(folder, manifest, chroma_url, graph=not found)
        sparse = Sparse.open(folder / SPARSE)
        opened = cls(library, vectors, embedder, general_lexicon(), manifest.version, dense_weight, sparse)
        gc.freeze()  # millions of objects that live as long as the program: looking through them stops it for a second
        return opened

    def degraded(self) -> tuple[str, ...]:
        """What does not work as it should and is done without, in Chinese; empty while all is well.

        Asks a Chroma server for a sign of life, at most a second.
        """
        self._vectors.check()
        return (self._vectors.reason,) if self._vectors.reason else ()

    @property
    def proposed_by(self) -> str:
        """Who proposes candidates now: `chroma`, or `exact` where all passages are scored."""
        return self._vectors.kind

    def agreement(self, queries: Sequence[str], k: int = 10) -> float:
        """Mean share of the k nearest passages by the exact matrix that are scored exactly for a query."""
        shares = []
        for query in queries:
            vector = self.embed(query)
            (dense,) = cosines(self._vectors, [vector])
            nearest = first(np.asarray(self._vectors.matrix @ vector), k)
            scored = nearest if dense.candidates is None else np.intersect1d(nearest, dense.candidates)
            shares.append(len(scored) / len(nearest))
        return round(float(np.mean(shares)), 4)

    def close(self) -> None:
        self._vectors.close()

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        regions: Iterable[str] = (),
        documents: Iterable[str] = (),
        as_of: date | None = None,
        limit: int = QUERY_LIMIT,
    ) -> list[Hit]:
        """The k best clauses, each once, best first.

        Args:
            regions, documents: only these (none given: all).
            as_of: leave out documents that are not in force or in draft on that day.
            limit: longest query accepted, in characters.

        Raises:
            QueryRefused: the query is empty or too long.
        """
        accepted(query, limit)
        mask = self._allowed(regions, documents, as_of)
        rankings = [islice(self._hits.clauses(scored, mask, k), k) for scored in self._rankings(query)]
        found: dict[str, list[Place]] = {}
        for rank, row in enumerate(zip_longest(*rankings)):
            for place in filter(None, row):
                places = found.setdefault(place[0].id, [])
                if not places or rank == 0:  # several parts may have their best sentences in one clause
                    places.append(place)
        return [self._hits.hit(places) for places in list(found.values())[:k]]

    def _rankings(self, query: str) -> list[Scored]:
        """The passages scored for the whole query and, where it asks several things, for each of them."""
        whole, *parts = split(query)
        parts = parts or self._awards_listed(whole)
        parts.sort(key=lambda part: not self._calls_an_award(part))  # a company's self-description comes after
        vectors = list(_side_by_side.map(self.embed, parts)) if parts else [self.embed(whole)]
        if parts:  # the middle of its parts says as well what the whole is about, and costs nothing
            middle = np.sum(vectors, axis=0)
            vectors.insert(0, np.asarray(middle / np.linalg.norm(middle), dtype=np.float32))
        return self._scored([whole, *parts], vectors, query)

    def passages(
        self,
        query: str,
        context: str = "",
        *,
        regions: Iterable[str] = (),
        documents: Iterable[str] = (),
        limit: int = RANKED,
    ) -> Ranking:
        """The best passages for `query`, best first; `context` is the text that may name city and document.

        Args:
            regions, documents: only these (none given: all).
            limit: how many are ranked.
        """
        (scored,) = self._scored([query], [self.embed(query)], context)
        return self._ranking(scored, regions, documents, limit)

    def places(self, query: str, context: str = "") -> Places:
        """As `passages`, for every place by itself: scored once, ranked only for the places that are asked for."""
        (scored,) = self._scored([query], [self.embed(query)], context)
        best: dict[str, int] = {}
        for document, row in zip(self.library.documents.values(), self._boosts.best_rows(scored.total), strict=True):
            if row >= 0 and (document.region not in best or scored.total[row] > scored.total[best[document.region]]):
                best[document.region] = row
        strength = {region: float(scored.plain[row]) for region, row in best.items()}
        return Places(strength, lambda region, documents, limit: self._ranking(scored, (region,), documents, limit))

    def _ranking(self, scored: Scored, regions: Iterable[str], documents: Iterable[str], limit: int) -> Ranking:
        return Ranking(self._passages, scored, scored.first(limit, self._allowed(regions, documents, None)))

    def _awards_listed(self, text: str) -> list[str]:
        """The pieces of an enumeration that each call an award of their own."""
        found: dict[frozenset[str], str] = {}
        for piece in listed(text):
            called = frozenset(mention.concept for mention in self._lexicon.find(piece) if mention.kind == "term")
            if called and not any(called & others for others in found):
                found[called] = piece
        return list(found.values()) if len(found) > 1 else []

    def _calls_an_award(self, text: str) -> bool:
        return any(mention.kind == "term" for mention in self._lexicon.find(text))

    def embed(self, query: str) -> Scores:
        """The query's vector, of length one; only the first characters of a long text count."""
        return self._embedder.encode_query(for_matching(query)[:EMBEDDED_CHARACTERS])

    def _scored(self, queries: Sequence[str], vectors: Sequence[Scores], context: str) -> list[Scored]:
        """The scores of each query. The last ones are kept: an answer lists clauses first, then goes by place."""
        keys = [(query, context, vector.tobytes()) for query, vector in zip(queries, vectors, strict=True)]
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
        new = [n for n, key in enumerate(keys) if key not in found]
        for n, dense in zip(new, cosines(self._vectors, [vectors[n] for n in new]) if new else (), strict=True):
            found[keys[n]] = self._fused(queries[n], vectors[n], dense, context)
        with self._lock:
            self._kept = dict([*self._kept.items(), *found.items()][-KEPT:])
        return [found[key] for key in keys]

    def _fused(self, query: str, vector: Scores, dense: Dense, context: str) -> Scored:
        expanded = " ".join([query, *self._lexicon.terms(query)])
        words = self.sparse.scores(expanded)
        boosts = self._boosts.of(self._boosts.named(query, context))
        plain = fused(dense.scores, words, self._dense_weight, dense.spread)
        scored = Scored(plain + boosts, plain, dense.scores)
        if dense.candidates is None:
            return scored
        # A passage that nobody proposed is held for as near as the last that was; among the first it is looked at.
        unseen = np.setdiff1d(scored.first(RANKED), dense.candidates)
        exact = dense.scores.copy()
        exact[unseen] = self._vectors.matrix[unseen] @ vector
        plain = fused(exact, words, self._dense_weight, dense.spread)
        return Scored(plain + boosts, plain, exact)

    def named(self, query: str) -> Named:
        return self._boosts.named(query, "")

    def _allowed(self, regions: Iterable[str], documents: Iterable[str], as_of: date | None) -> Mask | None:
        """Which passages are asked for, shape (passages,); None for all of them."""
        places, named = set(regions), set(documents)
        if not places and not named and as_of is None:
            return None
        admitted = [
            (not places or d.region in places)
            and (not named or d.id in named)
            and (as_of is None or document_status(d, as_of).status in LEADING)
            for d in self.library.documents.values()
        ]
        return np.asarray(np.array(admitted)[self._boosts.document_of])


def accepted(query: str, limit: int = QUERY_LIMIT) -> None:
    """Raises QueryRefused with what to do about it when a query is empty or too long."""
    if not for_matching(query):
        raise QueryRefused("问题是空的，请输入要查询的内容。")
    if len(query) > limit:
        raise QueryRefused(f"问题有 {len(query)} 字，超过 {limit} 字的上限，请精简后重试。")
