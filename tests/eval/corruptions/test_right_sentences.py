"""The right answers are right: their clauses exist, every figure stands in a clause its sentence cites."""

import re

import pytest

from eval.corruptions.answers import read_answers
from eval.corruptions.figures import denied
from eval.corruptions.truth import Truth, value
from index.documents.status import document_status
from index.text.figures import scan

ANSWERS = read_answers()
TRUTH = Truth.load()

# 一年、两份、三年行动计划: words that count nothing the clause counts.
_WORDS = re.compile(r"[一二两三](?:年|条|份)")
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_BANNER = {
    "draft": "征求意见稿",
    "draft_expired": "届满|已过有效期|有效期已过|已到期|已过期",
    "expired": "到期|届满|过期",
}


def test_there_are_enough_of_them_over_every_document():
    assert len(ANSWERS) >= 220
    assert len({answer.id for answer in ANSWERS}) == len(ANSWERS)
    cited = {clause.partition("/")[0] for answer in ANSWERS for _, clause in answer.cites}
    assert cited == set(TRUTH.library.documents)


def test_most_are_no_quotes():
    copied = [
        sentence.plain
        for answer in ANSWERS
        for sentence in answer.sentences
        if any(sentence.plain.rstrip("。") in TRUTH.text(clause) for clause in sentence.clauses)
    ]
    assert len(copied) < len(ANSWERS) / 10


def test_every_award_clause_is_spoken_of():
    priced = {rule.clause_id for rule in TRUTH.rulebook.rules.values() if rule.atoms}
    cited = {clause for answer in ANSWERS for _, clause in answer.cites}
    assert not {clause for clause in priced if clause not in cited}


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.id)
def test_clauses_exist_and_marks_are_theirs(answer):
    for _, clause in answer.cites:
        assert TRUTH.library.has_clause(clause)
    marked = {int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)}
    assert marked == {n for n, _ in answer.cites}


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.id)
def test_every_figure_and_day_stands_in_a_clause_the_sentence_cites(answer):
    periods = {
        f"{day.year}年{day.month}月{day.day}日"
        for _, clause in answer.cites
        for day in (lambda v: (v.valid_from, v.valid_to))(TRUTH.library.document(clause.partition("/")[0]).validity)
        if day
    }
    for sentence in answer.sentences:
        held = TRUTH.held(sentence.clauses)
        for figure in scan(sentence.plain):
            if not _WORDS.fullmatch(figure.text) and not denied(sentence.plain, figure):
                assert value(figure) in held, (figure.text, sentence.text)
        for day in _DAY.findall(sentence.plain):
            assert day in periods or any(day in TRUTH.text(clause) for clause in sentence.clauses)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.id)
def test_the_standing_of_every_cited_document_is_said(answer):
    for _, clause in answer.cites:
        status = document_status(TRUTH.library.document(clause.partition("/")[0]), answer.as_of).status
        if status in _BANNER:
            assert re.search(_BANNER[status], answer.answer), status
