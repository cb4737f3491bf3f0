"""Feedback hangs on its answer; people, their sessions, keys of integrations, the audit record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# The answer a piece of feedback means: the giver's own before another's of the same id, the newest first.
_ANSWERS = "SELECT max(number) FROM answers WHERE answers.id = feedback.answer_id"
_MEANT = f"coalesce(({_ANSWERS} AND answers.client = feedback.client), ({_ANSWERS} AND answers.minted))"


def upgrade() -> None:
    op.create_index("answers_of_client", "answers", ["client", "number"])
    op.add_column("feedback", sa.Column("answer_number", sa.Integer()))
    op.execute(f"UPDATE feedback SET answer_number = {_MEANT}")
    op.execute("DELETE FROM feedback WHERE answer_number IS NULL")  # its conversation was deleted before it
    with op.batch_alter_table("feedback") as feedback:
        feedback.alter_column("answer_number", existing_type=sa.Integer(), nullable=False)
        feedback.create_foreign_key("feedback_of_answer", "answers", ["answer_number"], ["number"], ondelete="CASCADE")
    op.create_index("ix_feedback_answer_number", "feedback", ["answer_number"])
    op.create_index("ix_feedback_client", "feedback", ["client"])
    _people()
    _audit()


def _people() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("subject", sa.Text(), unique=True),
        sa.Column("email", sa.Text(), unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime()),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("user_id", sa.Text(), sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, unique=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime()),
        sa.Column("revoked_at", sa.DateTime()),
        sa.Column("used_at", sa.DateTime()),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("at", "actor", "action", "subject", "detail", "previous", "digest")
        ),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_refuses_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
    )
