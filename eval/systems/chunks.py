"""Two plain systems to hold ours against: what a first tutorial builds, with the same texts and embeddings.

Both cut the documents into pieces of 500 characters with LangChain's recursive splitter, take the best five and
give the first sentences of each. `naive` ranks by the cosine of the embeddings, `bm25` by BM25. No clause, no
calculator, no status, no abstention.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter
from numpy.typing import NDArray

from assistant.answer import Answer, AskRequest, Citation, Retrieved, Sentence, Understood, Versions
from assistant.settings import Settings
from eval.dataset import AS_OF
from index.documents.library import Library, load_library
from index.documents.status import document_status
from index.embedding.embedder import open_embedder
from index.search.fusion import order
from index.store.sparse import Sparse
from index.text.sentences import sentence_spans

CHUNK_CHARACTERS = 500
CHUNK_OVERLAP = 50
RETRIEVED = 10
SHOWN = 5
OPENING_CHARACTERS = 80

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document: `source[start:start + len(text)]`."""

    document_id: str
    number: int
    start: int
    text: str


def cut(library: Library) -> list[Chunk]:
    """Every document in pieces of at most 500 characters, cut at paragraphs, lines and sentences where it can be."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_CHARACTERS,
        chunk_overlap=CHUNK_OVERLAP,
        separators=["\n\n", "\n", "。", "；", "，", ""],
        keep_separator="end",
        add_start_index=True,
    )
    return [
        Chunk(document.id, number, piece.metadata["start_index"], piece.page_content)
        for document in library.documents.values()
        for number, piece in enumerate(splitter.create_documents([document.source]), start=1)
    ]


class Chunks:
    """Retrieve pieces, show their first sentences."""

    def __init__(self, name: str, library: Library, chunks: list[Chunk], scores: Callable[[str], Scores]) -> None:
        self.name = name
        self.version = library.corpus_hash
        self._library = library
        self._chunks = chunks
        self._scores = scores

    @classmethod
    def naive(cls, settings: Settings) -> Chunks:
        library = load_library(settings.corpus_dir)
        chunks = cut(library)
        embedder = open_embedder(settings.embedding_model)
        matrix = _embedded([chunk.text for chunk in chunks], settings)

        def cosine(question: str) -> Scores:
            return np.asarray(matrix @ embedder.encode_query(question), dtype=np.float32)

        return cls("naive", library, chunks, cosine)

    @classmethod
    def bm25(cls, settings: Settings) -> Chunks:
        library = load_library(settings.corpus_dir)
        chunks = cut(library)
        return cls("bm25", library, chunks, Sparse.of([chunk.text for chunk in chunks]).scores)

    def answer(self, request: AskRequest) -> Answer:
        as_of = request.as_of or AS_OF
        scores = self._scores(request.question)
        best = [(self._chunks[row], float(scores[row])) for row in order(scores)[:RETRIEVED]]
        sentences = [_opening(chunk) for chunk, _ in best[:SHOWN]]
        titles = {chunk.document_id: self._library.document(chunk.document_id) for chunk, _ in best[:SHOWN]}
        standings = {name: document_status(document, as_of) for name, document in titles.items()}
        return Answer(
            id=request.id or "",
            question=request.question,
            as_of=as_of,
            status="answered",
            answer="\n".join(f"{text}[{n}]" for n, (text, _) in enumerate(sentences, start=1)),
            script="",
            drafted_by=self.name,
            understood=Understood(as_of=as_of),
            sentences=[Sentence(text=text, kind="claim", cites=[n]) for n, (text, _) in enumerate(sentences, start=1)],
            citations=[
                Citation(
                    n=n,
                    role="support",
                    clause_id=_chunk_id(chunk),
                    document_id=chunk.document_id,
                    title=titles[chunk.document_id].title,
                    locator=f"片段{chunk.number}",
                    quote=text,
                    text=chunk.text,
                    quote_start=start - chunk.start,
                    quote_end=start - chunk.start + len(text),
                    source_spans=[(start, start + len(text))],
                    status=standings[chunk.document_id].status,
                )
                for n, ((chunk, _), (text, start)) in enumerate(zip(best, sentences, strict=False), start=1)
            ],
            retrieved=[
                Retrieved(
                    clause_id=_chunk_id(chunk),
                    document_id=chunk.document_id,
                    locator=f"片段{chunk.number}",
                    text=chunk.text,
                    passage=chunk.text,
                    score=round(score, 6),
                )
                for chunk, score in best
            ],
            versions=Versions(index=self._library.corpus_hash, rules="", prompts="", code=self.name),
        )

    def close(self) -> None:
        """Nothing is held open."""


def _chunk_id(chunk: Chunk) -> str:
    return f"{chunk.document_id}/片段{chunk.number}"


def _opening(chunk: Chunk) -> tuple[str, int]:
    """The first sentences of a piece, until they have some length, and their place in the source."""
    end = next((end for _, end in sentence_spans(chunk.text) if end >= OPENING_CHARACTERS), len(chunk.text))
    text = chunk.text[:end]
    return text.strip(), chunk.start + len(text) - len(text.lstrip())


def _embedded(texts: list[str], settings: Settings) -> Scores:
    """Vectors of `texts`, kept in the data folder: half a minute of work that never changes."""
    embedder = open_embedder(settings.embedding_model)
    digest = hashlib.sha256("\0".join([embedder.model_id, *texts]).encode()).hexdigest()[:16]
    kept = settings.data_dir / "eval" / f"chunks-{digest}.npy"
    try:
        return np.asarray(np.load(kept), dtype=np.float32)
    except (OSError, ValueError):
        pass
    vectors = embedder.encode_document(texts)
    kept.parent.mkdir(parents=True, exist_ok=True)
    partial = kept.with_suffix(f".{os.getpid()}.npy")
    np.save(partial, vectors)
    partial.replace(kept)
    return vectors
