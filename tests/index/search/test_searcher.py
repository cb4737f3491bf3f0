"""Questions in, clauses out, over the five real texts."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from index.documents.model import ClauseKind
from index.errors import QueryRefused
from index.search.searcher import QUERY_LIMIT

QUESTIONS = [json.loads(line) for line in Path(__file__).with_name("questions.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def found(searcher):
    """Clause ids found for each own question."""
    return [[hit.clause_id for hit in searcher.search(item["question"])] for item in QUESTIONS]


def recall(found, k, kind=None):
    shares = [
        len(set(item["clauses"]) & set(ids[:k])) / len(item["clauses"])
        for item, ids in zip(QUESTIONS, found, strict=True)
        if kind in (None, item["kind"])
    ]
    return sum(shares) / len(shares)


@pytest.mark.parametrize(("k", "goal"), [(1, 0.85), (3, 0.95), (10, 0.98)])
def test_recall_over_all_own_questions(found, k, goal):
    assert recall(found, k) >= goal


@pytest.mark.parametrize("kind", ["spoken", "condition", "validity", "plan", "regulation", "several"])
def test_no_kind_of_question_is_left_behind(found, kind):
    assert recall(found, 3, kind) >= 0.9
    assert recall(found, 10, kind) >= 0.95


def test_a_clause_number_ranks_its_clause_first(found):
    assert recall(found, 3, "number") == 1
    firsts = [ids[0] in item["clauses"] for item, ids in zip(QUESTIONS, found, strict=True) if item["kind"] == "number"]
    assert all(firsts)


def test_a_profile_finds_the_clause_of_each_of_its_sentences(found):
    assert recall(found, 10, "profile") == 1


def test_clause_ids_are_unique_and_texts_belong_to_them(searcher):
    for item in QUESTIONS[::7]:
        hits = searcher.search(item["question"], 20)
        assert len({hit.clause_id for hit in hits}) == len(hits) == 20
        for hit in hits:
            clause = searcher.library.clause(hit.clause_id)
            assert hit.clause_id == f"{hit.document_id}/{hit.locator}"
            assert hit.text == searcher.library.full_text(clause)
            assert hit.passage


def test_scores_fall_within_one_ranking(searcher):
    scores = [hit.score for hit in searcher.search("绍兴小巨人奖励多少", 20)]
    assert scores == sorted(scores, reverse=True)


def test_the_passage_is_the_sentence_that_answers(searcher):
    hit = searcher.search("绍兴评上隐形冠军奖多少")[0]
    assert "隐形冠军" in hit.passage
    assert len(hit.passage) < len(hit.text) / 2


def test_several_questions_about_one_clause_show_each_its_sentence(searcher):
    hit = searcher.search("绍兴节水型企业奖多少？能源管理体系认证奖多少？")[0]
    assert "节水型" in hit.passage
    assert "能源管理体系" in hit.passage


def test_web_furniture_is_never_found(searcher):
    for question in ("打印本页 关闭窗口", "首页 > 政策文件 分享"):
        for hit in searcher.search(question, 30):
            assert searcher.library.clause(hit.clause_id).kind is not ClauseKind.FURNITURE


def test_a_named_city_comes_before_the_others(searcher):
    for city, document in (("绍兴", "shaoxing-2025"), ("杭州", "hangzhou-2023"), ("长沙", "changsha")):
        hits = searcher.search(f"{city}专精特新小巨人奖励多少", 3)
        assert all(hit.document_id.startswith(document) for hit in hits[:1])
        assert sum(hit.document_id.startswith(document) for hit in hits) >= 2


def test_without_a_city_every_city_is_found(searcher):
    regions = {searcher.library.document(h.document_id).region for h in searcher.search("小巨人奖多少", 5)}
    assert regions >= {"长沙", "杭州", "绍兴"}


def test_filters(searcher):
    assert {h.document_id for h in searcher.search("链主奖励", 30, regions=["杭州"])} == {"hangzhou-2023"}
    documents = {"changsha-plan-2021", "hunan-regulation-2022"}
    assert {h.document_id for h in searcher.search("小巨人", 40, documents=documents)} == documents
    assert searcher.search("小巨人", regions=["苏州"]) == []


def test_as_of_leaves_out_what_has_ended(searcher):
    later = {h.document_id for h in searcher.search("小巨人奖励", 200, as_of=date(2027, 1, 1))}
    assert later == {"changsha-2023", "hunan-regulation-2022"}
    earlier = {h.document_id for h in searcher.search("小巨人奖励", 200, as_of=date(2022, 1, 1))}
    assert "hunan-regulation-2022" not in earlier
    assert "shaoxing-2025" not in earlier


@pytest.mark.parametrize("query", ["", "  \n\t", "\0\0", "\u200b"])
def test_an_empty_question_is_refused(searcher, query):
    with pytest.raises(QueryRefused, match="空"):
        searcher.search(query)


def test_the_longest_question_is_searched_and_a_longer_one_refused(searcher):
    assert searcher.search("绍兴小巨人奖励多少" + "啊" * (QUERY_LIMIT - 9))
    with pytest.raises(QueryRefused, match="4000"):
        searcher.search("绍" * (QUERY_LIMIT + 1))


@pytest.mark.parametrize(
    "query",
    ["🎉🎉", "<script>alert(1)</script>", "绍兴\0小巨人", "'; DROP TABLE clauses; --", "？？？", "𠮷", "a" * 3_000],
)
def test_odd_questions_are_searched_all_the_same(searcher, query):
    assert len(searcher.search(query, 5)) == 5


def test_threads_get_what_one_gets_alone(searcher):
    questions = [item["question"] for item in QUESTIONS[:12]]
    alone = [searcher.search(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(searcher.search, questions * 3)) == alone * 3


def test_context_names_the_city_where_the_question_is_silent(searcher):
    best = searcher.passages("节水型企业奖多少", "我们在绍兴")[0]
    assert best.passage.document_id == "shaoxing-2025"
    best = searcher.passages("长沙节水型企业奖多少", "我们在绍兴")[0]
    assert best.passage.document_id == "changsha-2023"


def test_a_ranking_of_one_place_is_that_part_of_the_whole_ranking(searcher):
    query = "小巨人奖励多少"
    whole = searcher.passages(query, query)
    assert len(whole) == len(searcher.library.passages)
    places = searcher.places(query, query)
    assert list(places.strength) == [r for r in searcher.library.regions if r in places.strength]
    for region in places.strength:
        own = [e for e in whole if searcher.library.document(e.passage.document_id).region == region]
        assert list(places.passages(region)) == own == list(searcher.passages(query, query, regions=[region]))
        assert places.strength[region] == own[0].plain
        assert list(places.passages(region, limit=3)) == own[:3]
    document = own[0].passage.document_id
    named = places.passages(region, [document])
    assert list(named) == [e for e in own if e.passage.document_id == document]


def test_a_ranking_is_read_like_a_list(searcher):
    ranking = searcher.passages("首台套", limit=20)
    assert len(ranking) == 20
    assert [ranking[n] for n in range(20)] == list(ranking) == [*ranking[:5], *ranking[5:]]
    assert ranking[-1] == list(ranking)[-1]
    with pytest.raises(IndexError):
        ranking[20]


def test_a_search_reads_on_until_it_has_enough(searcher, monkeypatch):
    """With rankings of five passages at a time the clauses found are the same."""
    expected = searcher.search("绍兴小巨人奖励", 40), searcher.search("奖励", 200, regions=["长沙"])
    monkeypatch.setattr("index.search.searcher.RANKED", 5)
    assert (searcher.search("绍兴小巨人奖励", 40), searcher.search("奖励", 200, regions=["长沙"])) == expected
