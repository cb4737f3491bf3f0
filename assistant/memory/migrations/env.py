"""Run by alembic, on the connection that `assistant.memory.upgrade` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from assistant.memory.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
)
context.run_migrations()
