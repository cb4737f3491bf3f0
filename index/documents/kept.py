"""Documents as they were parsed, kept beside an index: reading a thousand of them takes seconds, parsing half a minute.

An entry is found by what it was made from (the document's files and the code that cuts them), so it is never stale;
what is not found is parsed. The file is a pickle that may hold the types of `index.documents.model` and no others.
"""

from __future__ import annotations

import hashlib
import io
import logging
import pickle
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import index.documents
import index.intake
import index.text
import index.vocabulary
from index.documents import model
from index.documents.model import PolicyDocument
from index.text.made_by import made_by

log = logging.getLogger(__name__)

PARSED = "parsed.pickle"
_TYPES = {("datetime", "date"): date} | {
    (model.__name__, name): kind for name, kind in vars(model).items() if isinstance(kind, type)
}
_known: dict[str, PolicyDocument] = {}


def key_of(document_id: str, made_of: bytes) -> str:
    """What a parsed document is kept under. 64 hex digits."""
    return hashlib.sha256(b"\0".join((_code().encode(), document_id.encode(), made_of))).hexdigest()


def known(key: str) -> PolicyDocument | None:
    return _known.get(key)


def remember(path: Path) -> None:
    """Have the documents of a file at hand, in place of those remembered before. Never raises: parsing does as well."""
    if _known and path == _remembered[-1]:
        return
    try:
        found = _Reader(io.BytesIO(path.read_bytes())).load()
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ValueError, TypeError, IndexError) as error:
        log.info("no parsed documents in %s: %s", path, error)
        return
    _known.clear()
    _known.update(found)
    _remembered[:] = [path]


_remembered = [Path()]


def write(path: Path, documents: Mapping[str, PolicyDocument]) -> None:
    """Keep documents by their keys. Raises OSError."""
    with path.open("wb") as out:
        pickle.dump(dict(documents), out, protocol=5)


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _TYPES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a document") from None


@lru_cache(maxsize=1)
def _code() -> str:
    return made_by(index.intake, index.documents, index.vocabulary, index.text)
