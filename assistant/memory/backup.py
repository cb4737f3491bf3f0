"""A copy of the memory while it is in use: SQLite's own backup, or the server's own `pg_dump`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from assistant.errors import MemoryUnavailable, RequestInvalid
from assistant.memory.database import Place, unavailable
from assistant.memory.files import is_whole, owner_only

_PAGES = 200  # copied at a time; between two, whoever wants to write writes


def back_up(place: Place, target: Path) -> int:
    """Write a whole copy to `target`, for its owner alone; returns its size in bytes.

    Raises:
        RequestInvalid: there is a file already, or nothing to copy.
        MemoryUnavailable: the copy could not be made; nothing is left of it.
    """
    if target.exists():
        raise RequestInvalid(f"{target} 已存在，请换一个文件名，以免盖掉旧的备份。")
    partial = target.with_name(target.name + ".partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        owner_only(partial)
        if isinstance(place, Path):
            _copy_file(place, partial)
        else:
            _dump(place, partial)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise unavailable(error) from error
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def _copy_file(path: Path, target: Path) -> None:
    if not path.exists():
        raise RequestInvalid(f"还没有记录可备份：{path} 不存在。")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    if not is_whole(target):
        raise MemoryUnavailable("备份出来的文件不完整，请检查磁盘后重试。", log="backup is not whole")


def _dump(address: str, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise MemoryUnavailable("找不到 pg_dump，请安装 PostgreSQL 客户端后重试。", log="pg_dump is missing")
    url = make_url(address)
    # The password goes by the environment: arguments are seen by everybody on the machine.
    env = {**os.environ, "PGPASSWORD": url.password or ""}
    shown = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    command = [program, "--format=custom", "--no-owner", f"--file={target}", f"--dbname={shown}"]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        raise MemoryUnavailable("pg_dump 没有完成，请检查数据库地址与权限。", log=done.stderr.strip())
