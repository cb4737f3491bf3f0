"""The chat's pages over HTTP: talks and answers under their own address, exports, a page for what is not there."""

import io
import re

import docx
import httpx
import pytest

QUESTION = "绍兴国家级专精特新小巨人奖励多少？"


@pytest.fixture
def talk(web):
    """(address, answer) of a talk with one question in it; `web` keeps the client's cookie."""
    web.get("/")
    conversation = web.post("/api/conversations", json={}).json()["id"]
    answer = web.post("/api/ask", json={"question": QUESTION, "conversation_id": conversation}).json()
    return f"/c/{conversation}", answer


def test_the_beginning_shows_what_this_is_what_to_ask_and_what_is_held(web):
    page = web.get("/").text
    assert page.count("data-ask=") == 4
    for word in ("查金额", "测资格", "比城市", "查效力"):
        assert word in page
    assert page.count('class="held-title"') == len(web.get("/api/documents").json())
    assert "badge-in_force" in page


def test_a_talk_can_be_read_again_under_its_address(web, talk):
    address, answer = talk
    page = web.get(address).text
    assert QUESTION in page
    assert f'id="turn-{answer["id"]}"' in page
    assert f'id="card-{answer["id"]}-1"' in page
    assert 'aria-current="page">绍兴国家级' in page


def test_nobody_else_reads_the_talk_and_whoever_has_the_link_reads_the_answer(web, talk, site_url):
    address, answer = talk
    with httpx.Client(base_url=site_url) as stranger:
        assert stranger.get(address).status_code == 404
        shared = stranger.get(f"/a/{answer['id']}")
        assert shared.status_code == 200
        assert "这是一次回答的链接，按2026年11月22日的政策状态给出" in shared.text
        assert QUESTION in shared.text
        assert stranger.get("/c/nothing").status_code == 404


def test_a_handed_over_question_is_put_into_the_box_as_text(web):
    page = web.get("/", params={"q": "</textarea><script>hack()</script>"}).text
    assert "<script>hack" not in page
    assert "&lt;/textarea&gt;" in page


def test_the_word_file_holds_question_answer_sources_day_and_standing(web, talk):
    address, answer = talk
    response = web.get(f"{address}/export.docx")
    assert response.status_code == 200
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(response.content)).paragraphs)
    assert f"问：{QUESTION}" in text
    assert answer["sentences"][0]["text"] in text
    assert answer["citations"][0]["quote"] in text
    assert "（现行有效）" in text
    assert "按2026年11月22日的政策状态" in text


def test_a_comparison_is_a_numbered_list_in_the_word_file(web):
    web.get("/")
    conversation = web.post("/api/conversations", json={}).json()["id"]
    body = {"question": "节水型企业奖励，长沙和绍兴比一比", "conversation_id": conversation}
    web.post("/api/ask", json=body)
    written = docx.Document(io.BytesIO(web.get(f"/c/{conversation}/export.docx").content))
    items = [p.text for p in written.paragraphs if p.style.name == "List Number"]
    assert [text.partition("：")[0] for text in items] == ["长沙", "绍兴"]
    assert "20万元（按征求意见稿）" in items[0]
    assert "10万元" in items[1]


def test_what_is_not_there_is_a_chinese_page_for_a_browser_and_a_problem_for_a_program(web):
    browser = {"accept": "text/html,application/xhtml+xml"}
    for path in ("/nope", "/c/nope", "/a/nope", "/docs/nope", "/nope/deeper"):
        page = web.get(path, headers=browser)
        assert page.status_code == 404
        assert page.headers["content-type"].startswith("text/html")
        assert "没有" in page.text
        assert 'lang="zh-CN"' in page.text
    assert web.post("/hotline", headers=browser).status_code == 405
    assert "请从页面上的链接进入" in web.post("/hotline", headers=browser).text
    assert web.get("/nope").json()["status"] == 404
    assert web.get("/api/nope", headers=browser).json()["status"] == 404


def test_pages_are_compressed_and_streams_are_not(web):
    assert web.get("/calculator").headers["content-encoding"] == "gzip"
    with web.stream("POST", "/api/ask/stream", json={"question": QUESTION}) as stream:
        assert "content-encoding" not in stream.headers
        assert re.match(r"event: ?evidence", next(stream.iter_lines()))


@pytest.mark.parametrize(
    "path", ["/hotline", "/calculator", "/calculator/company", "/library", "/library/changsha-2023"]
)
def test_a_page_with_all_its_files_weighs_little(web, path):
    page = web.get(path)
    files = [web.get(address) for address in re.findall(r'(?:src|href)="(/site/[^"]+)"', page.text)]
    assert len(files) >= 3
    assert sum(each.num_bytes_downloaded for each in (page, *files)) <= 150_000
