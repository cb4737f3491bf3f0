"""Every error the index can raise, drawn as one small tree.

    IndexFailure
    ├── IndexMissing          no usable index yet, or only a half-built one
    │   └── IndexDamaged      a file of it is not what was written
    ├── UnknownClause         an id that names no clause
    ├── UnknownDocument       an id that names no document
    ├── QueryRefused          a query that cannot be searched (empty, too long)
    ├── DocumentUnreadable    a file that cannot be taken in (broken, encrypted, too large, a scan)
    ├── CorpusInvalid         a document that does not parse or does not round-trip
    ├── DataFileInvalid       a YAML data file with a mistake, with its line
    └── EmbeddingUnavailable  the embedding model cannot be loaded

Each carries a Chinese sentence for the person (`str(error)`), which says what to do next,
and an English line for the log (`error.log`).
"""

from __future__ import annotations


class IndexFailure(Exception):
    """Base of the tree. `code` is stable and machine-readable."""

    code = "index_failure"

    def __init__(self, message: str, *, log: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.log = log or message


class IndexMissing(IndexFailure):
    code = "index_missing"


class IndexDamaged(IndexMissing):
    code = "index_damaged"


class UnknownClause(IndexFailure):
    code = "unknown_clause"


class UnknownDocument(IndexFailure):
    code = "unknown_document"


class QueryRefused(IndexFailure):
    code = "query_refused"


class DocumentUnreadable(IndexFailure):
    code = "document_unreadable"


class CorpusInvalid(IndexFailure):
    code = "corpus_invalid"


class DataFileInvalid(IndexFailure):
    code = "data_file_invalid"


class EmbeddingUnavailable(IndexFailure):
    code = "embedding_unavailable"
