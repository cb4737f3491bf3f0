"""The words: each form has one owner, and is found whatever its width, case and spacing."""

from collections import defaultdict

import pytest

from index.documents.library import load_library
from index.errors import DataFileInvalid
from index.text.normalize import fold
from index.vocabulary.lexicon import Entry, Lexicon, general_lexicon, read_entries

LEXICON = general_lexicon()
LIBRARY = load_library()


def concepts(text: str, kind: str) -> list[str]:
    return [mention.concept for mention in LEXICON.find(text) if mention.kind == kind]


def test_no_surface_form_has_two_owners():
    owners = defaultdict(set)
    for entry in LEXICON.entries:
        for surface in entry.surfaces:
            owners[fold(surface).text].add(f"{entry.kind}:{entry.concept}")
    for document in load_library().documents.values():
        for alias in document.aliases:
            if fold(alias).text != "若干措施" and fold(alias).text != "若干政策":
                owners[fold(alias).text].add(f"document:{document.id}")
    assert {form: who for form, who in owners.items() if len(who) > 1} == {}


def test_there_are_at_least_150_surface_forms_of_awards():
    forms = {fold(s).text for entry in LEXICON.entries if entry.kind == "term" for s in entry.surfaces}
    assert len(forms) >= 150


def test_every_term_that_is_added_to_a_question_stands_in_a_policy():
    """An expansion that no text holds would only add noise. Word by word, as BM25 sees them."""
    from index.text.ngrams import tokens

    known = {token for p in load_library().passages for token in tokens(p.header + p.text)}
    for entry in LEXICON.entries:
        for term in entry.terms:
            assert set(tokens(term)) & known, (entry.concept, term)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("新昌一家小家电厂", "绍兴"),
        ("我们在越城区", "绍兴"),
        ("诸暨袜业", "绍兴"),
        ("杭州钱塘区的公司", "杭州"),
        ("湖南湘江新区注册", "长沙"),
        ("SHAOXING 小巨人", "绍兴"),
        ("长 沙", "长沙"),
        ("湖南省条例", "湖南"),
    ],
)
def test_the_city_that_is_held_answers_for_its_districts(text, city):
    assert city in {LIBRARY.serving(concept) for concept in concepts(text, "region")}


@pytest.mark.parametrize("text", ["苏州的小巨人", "宁波市", "在深圳能拿多少", "江苏省政策"])
def test_places_without_documents_are_recognised_as_such(text):
    named = concepts(text, "region")
    assert named
    assert not any(LIBRARY.serving(concept) for concept in named)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("专精特心小巨仁", "小巨人"),
        ("xiaojuren", "小巨人"),
        ("单打冠军", "单项冠军"),
        ("手台套", "首台"),
        ("首台（套）", "首台"),
        ("小生规", "入规"),
        ("贯标", "两化"),
        ("打样流片", "流片"),
        ("ＤＣＭＭ", "DCMM"),
        ("五颗星的园区", "小微企业园"),
        ("机器换人", "技改"),
        ("双跨", "双跨"),
    ],
)
def test_what_people_say_is_what_the_policies_mean(said, meant):
    assert any(meant in concept for concept in concepts(said, "term"))


def test_the_longest_form_wins_and_offsets_are_those_of_the_original():
    text = "　评上 Ｘiaojuren 和智能 工位"
    found = {mention.concept: text[mention.start : mention.end] for mention in LEXICON.find(text)}
    assert found["智能工位"] == "智能 工位"
    assert found["专精特新小巨人"] == "Ｘiaojuren"
    longer = Lexicon([Entry("短", "term", ("小巨人",)), Entry("长", "term", ("小巨人企业",))])
    assert [m.concept for m in longer.find("小巨人企业")] == ["长"]


def test_a_latin_form_does_not_match_inside_a_word():
    assert "国际认证" not in concepts("data center", "term")
    assert not any(m.concept == "五百强" for m in LEXICON.find("1500强"))


def test_terms_are_the_policies_words_each_once():
    terms = list(LEXICON.terms("小巨人，小巨人，首台套"))
    assert len(terms) == len(set(terms))
    assert any("小巨人" in term for term in terms)
    assert any("重大技术装备" in term for term in terms)
    assert list(LEXICON.terms("今天天气")) == []


@pytest.mark.parametrize("text", ["- 1\n", "term: [1]\n", "term: {甲: 乙}\n", "term: {甲: {forms: 乙}}\n"])
def test_a_file_of_another_shape_is_refused(tmp_path, text):
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileInvalid):
        read_entries(path)
