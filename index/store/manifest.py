"""A version of the index: a folder named by the hash of everything that went into it.

<root>/current            the name of the version that serves
<root>/<version>/         manifest.json · vectors.npy · passages.jsonl · corpus/ · parsed.pickle
                          sparse/ · chroma/ · digests.json
<root>/<version>.tmp-<pid>  a build that is under way, or was killed
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import IndexDamaged, IndexMissing

SCHEMA = 3
CURRENT = "current"  # names the version that serves
CORPUS = "corpus"  # the policy texts a version was built from
_PARTS = ("vectors.npy", "passages.jsonl", CORPUS)
_NAME = re.compile(r"[0-9a-f]{16}")
_REBUILD = "请运行 python -m index build 建立索引。"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version was made of. `passages` counts its rows."""

    version: str
    corpus_hash: str
    model_id: str
    dimension: int
    passages: int
    schema: int = SCHEMA

    def write(self, folder: Path) -> None:
        (folder / "manifest.json").write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


def version_name(corpus_hash: str, model_id: str) -> str:
    """The same corpus, model and schema always give the same name."""
    return hashlib.sha256(f"{corpus_hash}\0{model_id}\0{SCHEMA}".encode()).hexdigest()[:16]


def current_version(root: Path) -> Path:
    """The folder of the version that serves.

    Raises:
        IndexMissing: nothing has been built, or what `current` names is not whole.
    """
    name = named_version(root)
    if name is None:
        if (root / CURRENT).exists():
            raise IndexDamaged(f"索引指针文件 {root / CURRENT} 已损坏，不是版本名。{_REBUILD}", log=f"{root}: current")
        raise IndexMissing(f"还没有索引。{_REBUILD}", log=f"no current version in {root}")
    folder = root / name
    read_manifest(folder)
    return folder


def named_version(root: Path) -> str | None:
    """The version that `current` names; None when there is no such file or it holds anything but a name."""
    try:
        name = (root / "current").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if _NAME.fullmatch(name) else None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a version folder. Raises IndexMissing when the folder is not a whole version."""
    try:
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise IndexMissing(f"索引不完整或已损坏。{_REBUILD}", log=f"{folder}: {error}") from error
    if manifest.schema != SCHEMA or not all((folder / part).exists() for part in _PARTS):
        raise IndexMissing(f"索引不完整，或由其他版本的程序建立。{_REBUILD}", log=f"{folder}: schema or files")
    return manifest
