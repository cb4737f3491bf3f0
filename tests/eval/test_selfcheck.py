"""The suite notices every state that is broken on purpose, by the gate that is there for it."""

from assistant.settings import Settings
from eval.dataset import load_datasets
from eval.gates import load_gates
from eval.selfcheck import selfcheck
from eval.summary import findings


def test_every_broken_state_is_noticed_by_its_gate(data_dir):
    found = selfcheck(Settings(data_dir=data_dir), load_datasets((), ["seen"]), load_gates(), progress=False)
    assert all(finding.noticed for finding in found), list(findings(found))
    fusion, rule, gates = ({fired.gate.figure for fired in finding.fired} for finding in found)
    assert "passage@3" in fusion
    assert "wrong_sure_n" in rule
    assert gates == {"caught_rate"}


def test_without_gates_nothing_is_noticed(data_dir):
    found = selfcheck(Settings(data_dir=data_dir), load_datasets(["calc"], ["dated"]), (), progress=False)
    assert not any(finding.noticed for finding in found)
