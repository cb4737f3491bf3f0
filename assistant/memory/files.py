"""A SQLite file on disk: for its owner alone, set aside when it is damaged, never overwritten."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)

OWNER_ONLY = 0o600
_SECONDS = 1.0


def owner_only(path: Path) -> None:
    """Make the file, or take the rights of others from it: SQLite's journals take over the file's own rights."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
    for each in (path, *_sides(path)):
        if each.exists() and each.stat().st_mode & 0o077:
            each.chmod(OWNER_ONLY)


def set_aside_if_damaged(path: Path) -> Path | None:
    """Rename a file that is no whole database, with its journal; returns its new name, None when all is well."""
    if not path.exists() or is_whole(path):
        return None
    aside = path.with_name(f"{path.name}.damaged-{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y%m%d%H%M%S}")
    path.replace(aside)
    for side in _sides(path):
        if side.exists():
            side.replace(aside.with_name(aside.name + side.name.removeprefix(path.name)))
    log.error("the memory database was damaged; set aside as %s, a new one begins", aside.name)
    return aside


def is_whole(path: Path) -> bool:
    """Whether SQLite finds the file sound; a locked one is not damaged."""
    try:
        with closing(sqlite3.connect(path, timeout=_SECONDS)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.OperationalError:  # locked, or may not be opened: that is not damage
        return True
    except sqlite3.DatabaseError:
        return False


def _sides(path: Path) -> tuple[Path, Path]:
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")
