"""Answers made by hand: what the metrics are given where a real system would be in the way."""

import pytest

from assistant.answer import Answer, Calculation, Citation, Retrieved, Total, Understood, Versions

AS_OF = "2026-11-22"


@pytest.fixture
def make_answer():
    def make(text="", status="answered", **parts):
        return Answer(
            id="x", question="?", as_of=AS_OF, status=status, answer=text, script="", drafted_by="hand",
            understood=Understood(as_of=AS_OF), versions=Versions(index="", rules="", prompts="", code=""), **parts,
        )  # fmt: skip

    return make


@pytest.fixture
def calculation():
    def make(semantics, amount=None, document="shaoxing-2025", **parts):
        return Calculation(
            id="c1", rule_id=f"{document}/1:x", title="", clause_id=f"{document}/1", document_id=document,
            document_status="in_force", semantics=semantics, amount_yuan=amount, **parts,
        )  # fmt: skip

    return make


@pytest.fixture
def total():
    def make(semantics, amount):
        return Total(semantics=semantics, amount_yuan=amount)

    return make


@pytest.fixture
def citation():
    def make(quote, role="support"):
        return Citation(
            n=1, role=role, clause_id="d/1", document_id="d", title="", locator="", quote=quote, text=quote,
            quote_start=0, quote_end=len(quote), source_spans=[(0, len(quote))], status="in_force",
        )  # fmt: skip

    return make


@pytest.fixture
def hit():
    def make(clause_id, text, passage=""):
        return Retrieved(clause_id=clause_id, document_id="d", locator="", text=text, passage=passage, score=1)

    return make
