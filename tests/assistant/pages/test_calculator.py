"""The calculator's pages: every rule opens, the state is the address, and the API says the same."""

import html
import re

import pytest

from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
EQUIPMENT = "/calculator/shaoxing-2025/（八）:equipment-investment"


def amount(page):
    return html.unescape(re.search(r'class="result-amount[^"]*"[^>]*>([^<]*)<', page)[1]).strip()


def test_the_list_holds_every_rule_with_its_status(web):
    page = web.get("/calculator").text
    assert page.count("data-words=") == len(BOOK.rules)
    assert f"共{len(BOOK.rules)}项奖补" in page
    assert "征求意见稿，所载有效期已过" in page


def test_the_list_is_narrowed_by_city_and_document(web):
    page = web.get("/calculator", params={"city": "杭州"}).text
    assert page.count("data-words=") == sum(BOOK.region(rule) == "杭州" for rule in BOOK.rules.values())
    page = web.get("/calculator", params={"document": "changsha-2023"}).text
    assert page.count("data-words=") == len(BOOK.of_document("changsha-2023"))
    assert "没有这样的奖补" in web.get("/calculator", params={"city": "北京"}).text


def test_every_rule_opens_with_its_quote_and_its_banner(web):
    for rule in BOOK.rules.values():
        response = web.get(f"/calculator/{rule.id}", params={"fragment": "1"})
        assert response.status_code == 200, rule.id
        shown = html.unescape(re.sub(r"<[^>]+>", "", response.text))
        assert re.sub(r"\s", "", rule.rule.quote) in re.sub(r"\s", "", shown), rule.id
        assert 'class="banner' in response.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"equipment_investment": "500"}, "30万元"),
        ({"equipment_investment": "500", "equipment_investment.unit": "元"}, "不能享受"),
        ({"equipment_investment": "500万元", "event-date": "2024"}, "不能享受"),
        ({"equipment_investment": "500万元", "serious_dishonesty": "是"}, "不能享受"),
        ({"equipment_investment": "3亿元"}, "1500万元"),
        ({}, "还需补充信息"),
    ],
)
def test_the_address_is_the_state(web, query, said):
    assert amount(web.get(EQUIPMENT, params=query).text) == said


def test_the_page_and_the_api_say_the_same(web):
    body = {"rule_id": "shaoxing-2025/（八）:equipment-investment", "inputs": {"equipment_investment": "500万元"}}
    told = web.post("/api/calculate", json=body | {"as_of": "2026-11-22"}).json()
    page = web.get(EQUIPMENT, params={"equipment_investment": "500", "as-of": "2026-11-22"}).text
    assert told["amount_yuan"] == "300000"
    assert amount(page) == "30万元"
    for step in told["steps"]:
        assert step in html.unescape(re.sub(r"<[^>]+>", "", page))


def test_a_link_carries_what_could_be_read_and_nothing_else(web):
    page = web.get(EQUIPMENT, params={"equipment_investment": "500", "paid_this_year": "很多", "x": "y"}).text
    link = html.unescape(re.search(r'data-link="([^"]*)"', page)[1])
    assert link.endswith("?equipment_investment=500%E4%B8%87%E5%85%83")
    assert amount(web.get(link).text) == "30万元"
    assert "读不出数值或单位" in page


def test_a_wrong_event_date_is_said_at_its_field(web):
    page = web.get(EQUIPMENT, params={"equipment_investment": "500", "event-date": "前年"}).text
    assert "日期“前年”不对" in html.unescape(page)
    assert amount(page) == "30万元"


def test_missing_facts_are_asked_for(web):
    page = web.get("/calculator/changsha-2023/附件1/3:export-growth").text
    assert page.count("data-focus=") == 2
    assert 'data-focus="f-export_last_year"' in page
    assert 'id="f-export_last_year"' in page


def test_typed_markup_is_text(web):
    page = web.get(EQUIPMENT, params={"equipment_investment": '"><script>hack()</script>'}).text
    assert "<script>hack" not in page


COMPANY = "我们是2025年新认定的国家级专精特新“小巨人”企业，设备投资500万元，没有列入任何计划。没有建设5G工厂。"


def test_a_company_is_matched_with_its_city(web):
    page = web.post("/calculator/company", data={"city": "绍兴", "profile": COMPANY}).text
    assert amount(page) == "180万元"
    assert "可享受（2）" in page
    assert re.search(r"待确认（1\d\d）", page)
    assert "5G全连接工厂" in page[page.index('id="h-not"') :]
    link = html.unescape(re.search(r'href="(/calculator/[^"]*equipment-investment\?[^"]*)"', page)[1])
    assert amount(web.get(link).text) == "30万元"


def test_the_standing_of_the_citys_policy_stands_beside_the_sum(web):
    page = web.post("/calculator/company", data={"city": "杭州", "profile": "新认定首台（套）产品一项。"}).text
    assert "所载有效期已于2025年12月31日届满" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"city": "绍兴", "profile": "  "}, "请写下企业的情况"),
        ({"city": "北京", "profile": COMPANY}, "请先选择城市"),
        ({"profile": COMPANY}, "请先选择城市"),
        ({"city": "绍兴", "profile": "长" * 100_000}, "超过 20000 字的上限"),
    ],
)
def test_what_cannot_be_matched_is_explained_and_the_text_stays(web, form, said):
    response = web.post("/calculator/company", data=form)
    assert response.status_code == 400
    assert said in response.text
    assert form["profile"].strip() in response.text


def test_a_company_that_tells_nothing_gets_questions_and_no_sum(web):
    page = web.post("/calculator/company", data={"city": "绍兴", "profile": "我们是一家做袜子的工厂。"}).text
    assert amount(page) == "还没有可以确定的金额"
    assert "可享受（0）" in page


def test_awards_stand_under_the_headings_of_their_document(web):
    page = html.unescape(web.get("/calculator", params={"document": "shaoxing-2025"}).text)
    assert "<h3>二、支持制造业扩大有效投资</h3>" in page or "<h3>支持制造业扩大有效投资</h3>" in page
    assert page.count('class="topic"') > 3
    annexes = html.unescape(web.get("/calculator", params={"document": "changsha-2023"}).text)
    assert re.search(r"<h3>长沙市[^<]*先进储能材料[^<]*</h3>", annexes)


def test_the_base_award_stands_beside_an_award_paid_on_top_of_it(web):
    page = html.unescape(web.get(EQUIPMENT, params={"equipment_investment": "500"}).text)
    assert "相关的奖补" in page
    assert "这一项在本项之上另加" in page


def test_five_questions_come_with_the_city_and_keep_their_answers(web):
    assert 'class="figure-input"' not in web.get("/calculator/company").text
    page = web.get("/calculator/company", params={"city": "绍兴"}).text
    assert page.count("<legend>") + page.count('class="figure-input"') == 6  # the city, and five more
    form = {"city": "绍兴", "equipment_investment": "500", "equipment_investment.unit": "万元", "titles": "节水型企业"}
    page = html.unescape(web.post("/calculator/company", data=form).text)
    assert amount(page) == "40万元"
    assert "按这些情况对照：已认定节水型企业。实际完成设备投资额500万元。" in page
    assert 'value="500"' in page
    assert re.search(r'value="节水型企业" checked', page)


def test_a_sum_that_is_not_settled_says_what_is_sure(web):
    text = "我们是2025年新认定的国家级专精特新“小巨人”企业，新达到规模以上。"
    page = html.unescape(web.post("/calculator/company", data={"city": "绍兴", "profile": text}).text)
    assert re.match(r"至少\d+万元", amount(page))
    assert re.search(r"另有\d+项金额待定", page)
    assert "不合成" not in page
