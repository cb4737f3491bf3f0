"""The parts of the hotline console that the server words."""

import html
import re

QUESTION = "绍兴国家级小巨人多少钱，那杭州呢"


def columns(web, **query):
    page = web.get("/hotline/search", params=query).text
    found = re.findall(r'<section class="column".*?</section>', page, re.S)
    return {re.search(r"<h2[^>]*>([^<]*)<", each)[1]: html.unescape(each) for each in found}


def test_cities_stand_side_by_side_whatever_city_is_named(web):
    found = columns(web, q="绍兴国家级小巨人多少钱")
    assert {"长沙", "杭州", "绍兴"} <= set(found)
    assert "奖励150万元" in re.sub(r"<[^>]+>", "", found["绍兴"])
    assert "不超过100万元" in re.sub(r"<[^>]+>", "", found["杭州"])
    assert "征求意见稿，所载有效期已过" in found["杭州"]


def test_a_chosen_city_stands_alone(web):
    assert list(columns(web, q="小巨人", region="杭州")) == ["杭州"]


def test_a_name_still_being_typed_finds_its_award(web):
    assert "little-giant" in columns(web, q="小巨")["长沙"]


def test_odd_input_finds_nothing_and_breaks_nothing(web):
    for typed in ("", "   ", "？", "\u0000", "a" * 10_000, "<script>"):
        response = web.get("/hotline/search", params={"q": typed})
        assert response.status_code == 200
        assert "<script>" not in response.text


def test_an_answer_is_shown_with_script_amounts_and_sources(web):
    answer = web.post("/api/ask", json={"question": QUESTION}).json()
    page = html.unescape(web.get(f"/hotline/answers/{answer['id']}").text)
    assert answer["script"] in page
    assert "150万元" in re.findall(r'class="amount-figure">([^<]*)<', page)
    for citation in answer["citations"]:
        assert f'id="cite-{citation["n"]}"' in page
    # What has run out is said before anything else.
    assert page.index("所载有效期已于") < page.index("读给来电人")


def test_an_answer_can_be_pasted_with_its_sources(web):
    answer = web.post("/api/ask", json={"question": QUESTION}).json()
    page = html.unescape(web.get(f"/hotline/answers/{answer['id']}").text)
    pasted = re.search(r'<pre id="pasteable" hidden>(.*?)</pre>', page, re.S)[1]
    for citation in answer["citations"]:
        assert citation["quote"] in pasted


def test_markup_in_a_question_is_text_in_the_answer(web):
    answer = web.post("/api/ask", json={"question": "<img src=x onerror=hack()>绍兴小巨人奖励多少"}).json()
    assert "<img" not in web.get(f"/hotline/answers/{answer['id']}").text


def test_a_typed_figure_is_reckoned_in_every_column(web):
    found = columns(web, q="设备 800万")
    assert re.search(r'class="hit-amount">48万元', found["绍兴"])
    assert "按实际完成设备投资额800万元" in found["绍兴"]
    assert "要问：" in found["长沙"]


def test_a_named_city_takes_the_width_and_the_others_are_folded(web):
    page = web.get("/hotline/search", params={"q": "绍兴小巨人"}).text
    assert 'class="columns one"' in page
    folded = page[page.index('<details class="others">') :]
    assert "其他地区：长沙、杭州" in folded
    assert "绍兴</h2>" not in folded


def test_several_named_cities_stand_side_by_side(web):
    page = web.get("/hotline/search", params={"q": "绍兴和杭州的小巨人"}).text
    assert page.index("杭州</h2>") < page.index('<details class="others">')
    assert page.index("绍兴</h2>") < page.index('<details class="others">')
