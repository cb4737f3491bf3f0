"""What every file of a version was when it was written, so that a changed byte is noticed before it is served.

`digests.json` lists size and SHA-256 of each file below the version folder, and carries a digest of that list. It is
written last. Reading everything once costs 0.6 ms a megabyte, so opening a version checks all of it. Files that a
running program keeps for itself (Chroma's working copy and its lock) are not part of a version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from index.errors import IndexDamaged
from index.store.chroma import LOCK, OPENED

DIGESTS = "digests.json"

# Of a damaged file: what happened to it.
MISSING, CHANGED = "缺失", "内容被改动"


def digest_of(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 in hex. Raises OSError."""
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
        return stream.tell(), found


def write_digests(folder: Path) -> None:
    """Record every file of the version. Call when all of them are complete.

    Raises:
        OSError: a file cannot be read, or the disk does not take the list.
    """
    found = {path.relative_to(folder).as_posix(): list(digest_of(path)) for path in _files(folder)}
    record = {"files": found, "list": _of_list(found)}
    (folder / DIGESTS).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def damaged(folder: Path, only: Iterable[str] = ()) -> dict[str, str]:
    """Files that are not what they were → what happened to them; the list itself counts as one.

    Args:
        only: these names, or everything below these names (none given: all of the version).
    """
    try:
        record = json.loads((folder / DIGESTS).read_bytes())
        known: dict[str, list[int | str]] = record["files"]
        if record["list"] != _of_list(known):
            return {DIGESTS: CHANGED}
    except OSError:
        return {DIGESTS: MISSING}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {DIGESTS: CHANGED}
    wanted = tuple(only)
    found: dict[str, str] = {}
    for name, recorded in known.items():
        if wanted and not any(name == each or name.startswith(f"{each}/") for each in wanted):
            continue
        try:
            if list(digest_of(folder / name)) != recorded:
                found[name] = CHANGED
        except OSError:
            found[name] = MISSING
    return found


def require_intact(folder: Path, found: dict[str, str]) -> None:
    """Raises IndexDamaged, naming the files, unless `found` (of `damaged`) is empty."""
    if found:
        named = "、".join(f"{name}（{what}）" for name, what in list(found.items())[:3])
        more = f"等 {len(found)} 个文件" if len(found) > 3 else ""
        raise IndexDamaged(
            f"索引文件已损坏：{named}{more}。政策原文不受影响；请运行 python -m index build，会用原文重建。",
            log=f"{folder}: {found}",
        )


def _files(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    own = [path for path in found if path.relative_to(folder).parts[0] not in (OPENED, LOCK, DIGESTS)]
    return sorted(own, key=lambda path: path.relative_to(folder).as_posix())


def _of_list(files: object) -> str:
    return hashlib.sha256(json.dumps(files, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
