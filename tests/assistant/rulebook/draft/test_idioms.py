"""Each way of saying an award with the example that stands beside the drafter."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.rulebook import draft
from assistant.rulebook.served import served_rulebook
from index.documents.library import load_library

IDIOMS = yaml.safe_load((Path(draft.__file__).parent / "idioms.yaml").read_text(encoding="utf-8"))
FOOT = "\n第二条　本措施自2026年1月1日起施行，有效期至2028年12月31日。\n"
DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    root = tmp_path_factory.mktemp("idioms")
    for number, each in enumerate(IDIOMS, start=1):
        (folder := root / f"guiyang-{number}").mkdir()
        text = f"贵阳市支持第{number}类产业发展若干措施\n第一条　{each['clause']}{FOOT}"
        (folder / "source.txt").write_text(text, encoding="utf-8")
    return served_rulebook(load_library(root))


def rules_of(book, number):
    return [r for r in book.rules.values() if r.clause_id == f"guiyang-{number}/第一条"]


def result(book, rule, facts):
    names = {rule.registry.spec(name).label: name for name in rule.accepted}
    _, found = book.evaluate(rule.id, {names.get(label, label): value for label, value in facts.items()}, DAY)
    settled = found.semantics in ("exact", "at_most")
    return int(found.amount_yuan) if settled else found.semantics


CASES = [(n, each, case) for n, each in enumerate(IDIOMS, start=1) for case in each.get("for", [])]


@pytest.mark.parametrize(("number", "idiom", "case"), CASES, ids=[f"{e['idiom']}-{c}" for _, e, c in CASES])
def test_an_idiom_computes_what_stands_beside_it(book, number, idiom, case):
    rules = rules_of(book, number)
    rule = next((r for r in rules if r.id.endswith(f":{case['slug']}")), None) if "slug" in case else rules[0]
    assert rule is not None, [r.id for r in rules]
    facts = {label: value for label, value in case.items() if label not in ("slug", "pays")}
    assert result(book, rule, facts) == case["pays"]


@pytest.mark.parametrize(
    "number", [n for n, each in enumerate(IDIOMS, start=1) if each.get("none")], ids=lambda n: IDIOMS[n - 1]["idiom"]
)
def test_what_is_no_award_is_not_drafted(book, number):
    assert rules_of(book, number) == []
