"""Bringing the tables to what this program expects: alembic's revisions, run once however many processes open at once.

A database of the versions before alembic is taken over with all that is in it.
"""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from assistant.errors import MemoryUnavailable

log = logging.getLogger(__name__)

_FOLDER = Path(__file__).resolve().parent / "migrations"
_BEFORE_ALEMBIC = "0001"  # the revision that equals PRAGMA user_version 1
_LOCK = 0x706F6C69  # any number of ours; all processes must ask for the same


def upgrade(engine: Engine) -> None:
    """Raises MemoryUnavailable for a database of a newer program or of somebody else's."""
    config = _config()
    with engine.connect() as connection:
        if _revision(connection) == _head(config):
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        found = _revision(connection)
        if found is None and _has_tables(connection):
            command.stamp(config, _BEFORE_ALEMBIC)
        elif found is not None and found not in _known(config):
            raise _foreign(found)
        command.upgrade(config, "head")
    log.info("the tables of the memory are those of revision %s", _head(config))


def _has_tables(connection: Connection) -> bool:
    """Whether a version before alembic made the tables."""
    if connection.dialect.name != "sqlite":
        return False
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version not in (0, 1):
        raise _foreign(str(version))
    return inspect(connection).has_table("answers")


def _foreign(found: str) -> MemoryUnavailable:
    return MemoryUnavailable(
        f"记录数据库由其他版本的程序建立（结构 {found}，本程序 {_head(_config())}），对话未保存。"
        "请升级程序，或换用另一个数据库。",
        log=f"memory schema {found}, expected {_head(_config())}",
    )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _head(config: Config) -> str:
    return str(ScriptDirectory.from_config(config).get_current_head())


def _known(config: Config) -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def let_it_shrink(engine: Engine) -> None:
    """SQLite gives freed pages back only where it was told so before the first table, or made anew once."""
    with closing(engine.raw_connection()) as raw:
        cursor = raw.cursor()
        if cursor.execute("PRAGMA auto_vacuum").fetchone()[0] == 2:
            return
        cursor.execute("PRAGMA auto_vacuum=INCREMENTAL")
        if cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            cursor.execute("VACUUM")
