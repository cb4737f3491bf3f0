"""The gates over the real texts and rules."""

from datetime import date

import pytest

from assistant.evidence import Evidence
from assistant.gates.gatekeeper import Gatekeeper
from assistant.rulebook.load import load_rulebook

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="session")
def rulebook():
    return load_rulebook()


@pytest.fixture(scope="session")
def gatekeeper(rulebook):
    return Gatekeeper(rulebook)


@pytest.fixture
def turn_on(gatekeeper, rulebook):
    """`turn_on("shaoxing-2025/（十二）", …)`: a turn whose cards 1, 2, … are the whole clauses."""

    def open_turn(*clause_ids, calculations=(), user_text="", as_of=AS_OF):
        evidence = Evidence(rulebook.library, as_of)
        for clause_id in clause_ids:
            evidence.cite_run(rulebook.library.passages_of(clause_id))
        return gatekeeper.turn(evidence, calculations, as_of, user_text)

    return open_turn
