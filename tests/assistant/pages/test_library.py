"""The library loses nothing of a text and leads from each clause to its awards."""

import html
import re
from urllib.parse import unquote

import pytest

from assistant.pages.library import typeset
from index.documents.library import load_library
from index.documents.model import ClauseKind

LIBRARY = load_library()
DOCUMENTS = sorted(LIBRARY.documents)


def squeezed(text):
    return re.sub(r"\s", "", text)


def words(page):
    return squeezed(html.unescape(re.sub(r"<[^>]+>", "", page)))


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_setting_a_clause_drops_nothing_but_the_stop_behind_its_heading(document_id):
    for clause in LIBRARY.document(document_id).clauses:
        number, heading, paragraphs = typeset(clause)
        kept, whole = squeezed(number + heading + "".join(paragraphs)), squeezed(clause.text)
        with_stop = squeezed(f"{number}{heading}。{''.join(paragraphs)}")
        assert whole in (kept, with_stop), clause.id


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_every_clause_stands_on_the_page_under_its_own_address(web, document_id):
    page = web.get(f"/library/{document_id}").text
    shown = words(page)
    for clause in LIBRARY.document(document_id).clauses:
        number, heading, paragraphs = typeset(clause)
        assert all(squeezed(part) in shown for part in (number, heading, *paragraphs)), clause.id
        if clause.kind is not ClauseKind.FURNITURE:
            assert f'id="{clause.locator}"' in page


def test_headings_come_apart_from_their_number():
    clause = LIBRARY.clause("shaoxing-2025/（八）")
    number, heading, paragraphs = typeset(clause)
    assert heading == "鼓励加大制造业项目投资"
    assert number in ("(八)", "（八）")
    assert paragraphs[0].startswith("对当年实际完成设备投入300万元及以上")


def test_the_table_of_contents_names_annexes_by_their_titles(web):
    page = words(re.search(r'<nav aria-label="目录">.*?</nav>', web.get("/library/changsha-2023").text, re.S)[0])
    assert "附件3长沙市促进先进储能材料产业集群高质量发展若干政策1.根据营业收入情况" in page


def test_awards_stand_beside_their_clause(web):
    page = web.get("/library/shaoxing-2025").text
    section = re.search(r'<section[^>]*id="（十二）".*?</section>', page, re.S)[0]
    assert "国家级专精特新“小巨人”企业" in section
    link = re.search(r'href="(/calculator/[^"]*little-giant)"', section)[1]
    assert web.get(link).status_code == 200


@pytest.mark.parametrize(
    ("day", "word"), [("2024-12-31", "尚未施行"), ("2026-12-31", "现行有效"), ("2027-01-01", "已到期")]
)
def test_the_status_is_that_of_the_day_asked_for(web, day, word):
    page = web.get("/library/shaoxing-2025", params={"as-of": day}).text
    assert word in re.search(r'<p class="meta">.*?</p>', page, re.S)[0]


def test_the_shelf_names_sources_status_and_what_was_repealed(web):
    shown = words(web.get("/library").text)
    for document in LIBRARY.documents.values():
        assert squeezed(document.title) in shown
        assert squeezed(document.published_at) in shown
        for _, quote in document.validity.quotes:
            assert squeezed(quote) in shown
        for repeal in document.repeals:
            assert squeezed(repeal.name + "》" + repeal.number) in shown


def test_searching_all_texts_leads_to_the_clause(web):
    page = web.get("/library", params={"q": "省级节水型企业 绍兴"}).text
    assert 'href="/library/shaoxing-2025#%EF%BC%88%E4%BA%8C%E5%8D%81%EF%BC%89"' in page


def test_what_is_searched_for_is_shown_as_text(web):
    page = web.get("/library", params={"q": '<img src=x onerror="hack()">'}).text
    assert "<img" not in page


def test_the_data_of_a_web_page_is_folded_away(web):
    page = web.get("/library/shaoxing-2025").text
    folded = re.search(r'<details class="sheet">.*?</details>', page, re.S)[0]
    assert "访问次数" in folded
    assert page.count("访问次数") == 1


def test_every_clause_can_be_asked_about(web):
    page = web.get("/library/shaoxing-2025").text
    asked = re.findall(r'class="ask-clause" href="/\?q=([^"]+)"', page)
    clauses = [c for c in LIBRARY.documents["shaoxing-2025"].clauses if c.kind in (ClauseKind.CLAUSE, ClauseKind.ITEM)]
    assert len(asked) == len(clauses)


def test_what_is_asked_about_a_clause_is_answered_from_it(web):
    for document_id in ("shaoxing-2025", "changsha-2023", "hunan-regulation-2022"):
        page = web.get(f"/library/{document_id}").text
        section = re.findall(r'<section class="clause [^>]*id="([^"]+)"(.*?)</section>', page, re.S)
        locator, body = next((a, b) for a, b in section if "ask-clause" in b)
        question = unquote(re.search(r'/\?q=([^"]+)"', body)[1])
        answer = web.post("/api/ask", json={"question": question}).json()
        assert f"{document_id}/{locator}" in {c["clause_id"] for c in answer["citations"]}, question
