"""The hotline console in a real Chromium, as an operator uses it: without the mouse, with a caller on the line."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from assistant.memory.store import Memory
from assistant.pipeline import Assistant
from assistant.settings import Settings

pytestmark = pytest.mark.browser


def script(page):
    return page.locator(".script-text")


def ask(page, question):
    """Type over what stands in the box and ask."""
    page.keyboard.press("Control+A")
    page.keyboard.type(question)
    page.keyboard.press("Enter")


def test_a_call_without_the_mouse(visit, site_url):
    """绍兴国家级小巨人多少钱，那杭州呢，能不能和县里的一起拿"""
    page = visit("/hotline")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("绍兴国家级小巨人多少钱")
    expect(page.locator(".column")).to_have_count(4)  # the cities stand side by side while the caller speaks
    page.keyboard.press("Enter")
    expect(script(page)).to_contain_text("150万元")
    ask(page, "那杭州呢")  # a follow-up: what was asked before is sent along
    expect(page.locator(".asked")).to_have_text("那杭州呢")
    expect(script(page)).to_contain_text("杭州")
    expect(page.locator(".amount-figure").first).to_have_text("最高100万元")
    expect(page.locator("#live .banner").first).to_contain_text("届满")
    page.keyboard.press("Control+A")
    page.keyboard.type("能不能和县里的一起拿")
    page.keyboard.press("Alt+Digit3")  # 绍兴 alone
    expect(page.locator(".column")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    stacking = page.locator(".hit", has_text="不重复享受").first
    for _ in range(page.locator(".hit").count()):
        if stacking.evaluate("hit => hit === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    expect(stacking).to_be_focused()
    page.keyboard.press("Enter")
    expect(stacking.locator(".hit-full")).to_be_visible()
    page.keyboard.press("y")
    expect(page.locator("#toast")).to_have_text("条款已复制，含出处")
    assert "不重复享受" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#call li")).to_have_count(2)
    # The note is kept with the answer on the screen.
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("王女士，绍兴袜业，回电 <b>周三</b>")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#note-state")).to_have_text("已保存")
    expect(page.locator("#note-list li").first).to_contain_text("王女士，绍兴袜业，回电 <b>周三</b>")
    shown = page.locator("#live").get_attribute("data-id")
    notes = page.evaluate("fetch('/api/notes').then((response) => response.json())")
    assert notes[0]["answer_id"] == shown
    assert page.faults == []
    assert [url for url in page.requests if not url.startswith((site_url, "data:"))] == []


def test_the_whole_question_at_once(visit):
    page = visit("/hotline")
    page.keyboard.type("绍兴国家级小巨人多少钱，那杭州呢，能不能和县里的一起拿")
    page.keyboard.press("Enter")
    expect(page.locator(".amount-figure").nth(1)).to_be_visible()
    assert page.locator(".amount-figure").all_inner_texts() == ["150万元", "最高100万元"]
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    expect(page.locator("#toast")).to_have_text("回答已复制，含出处")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "依据：" in copied
    assert "《先进制造业强市建设“4151”计划专项政策》" in copied


def test_an_answer_that_comes_late_to_an_older_keystroke_is_dropped(visit):
    page = visit("/hotline")
    held = []
    page.route("**/hotline/search*", lambda route: held.append(route) if not held else route.continue_())
    with page.expect_request("**/hotline/search*"):
        page.keyboard.type("节水")
    with page.expect_response("**/hotline/search*"):
        page.keyboard.type("型企业")
    expect(page.locator("#columns")).to_have_attribute("data-query", "节水型企业")
    with suppress(PlaywrightError):  # the page may have given the older request up already
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#columns")).to_have_attribute("data-query", "节水型企业")


def test_an_award_answers_at_once_and_numbers_choose_the_city(visit):
    page = visit("/hotline")
    page.keyboard.type("小巨人")
    expect(page.locator(".hit-award")).not_to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".hit:focus")).to_contain_text("小巨人")
    page.keyboard.press("2")
    expect(page.get_by_role("button", name="杭州")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".column h2")).to_have_text(["杭州"])
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(script(page)).to_contain_text("杭州")


def test_escape_lets_go_step_by_step(visit):
    page = visit("/hotline")
    page.keyboard.type("小巨人")
    expect(page.locator(".hit").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator("#welcome")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_enter_twice_asks_once(visit):
    page = visit("/hotline")
    page.keyboard.type("绍兴小巨人奖励多少")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(script(page)).to_contain_text("150万元")
    assert len([url for url in page.requests if url.endswith("/api/ask/stream")]) == 1


def test_a_new_call_forgets_the_old_one(visit):
    page = visit("/hotline")
    ask(page, "绍兴国家级小巨人奖励多少")
    expect(script(page)).to_contain_text("150万元")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator("#live")).to_contain_text("新的来电")
    with page.expect_request("**/api/ask/stream") as sent:
        ask(page, "那杭州呢")
    assert sent.value.post_data_json["history"] == []


def test_a_reload_keeps_the_call_and_two_tabs_keep_apart(visit):
    page = visit("/hotline")
    ask(page, "绍兴国家级小巨人奖励多少")
    expect(script(page)).to_contain_text("150万元")
    page.fill("#note", "还没有保存的记录")
    page.reload()
    expect(script(page)).to_contain_text("150万元")
    expect(page.locator("#note")).to_have_value("还没有保存的记录")
    with page.expect_request("**/api/ask/stream") as sent:
        ask(page, "那杭州呢")
    assert [turn["role"] for turn in sent.value.post_data_json["history"]] == ["user", "assistant"]
    second = visit("/hotline", context=page.context)
    expect(second.locator("#live")).to_contain_text("还没有提问")
    expect(second.locator("#note")).to_have_value("")


def test_going_away_and_back_shows_the_call_again(visit):
    page = visit("/hotline")
    ask(page, "绍兴国家级小巨人奖励多少")
    expect(script(page)).to_contain_text("150万元")
    page.get_by_role("link", name="政策库").click()
    page.go_back()
    expect(script(page)).to_contain_text("150万元")


def test_a_stream_that_breaks_says_so_and_the_question_stays(visit, relay):
    page = visit("/hotline", base=relay.url)
    relay.cut["/api/ask/stream"] = 2_000  # in the middle of the evidence
    ask(page, "绍兴国家级小巨人奖励多少")
    expect(page.locator("#live")).to_contain_text("连接中断，回答没有收完整")
    expect(page.locator("#q")).to_have_value("绍兴国家级小巨人奖励多少")
    relay.cut.clear()
    page.keyboard.press("Enter")
    expect(script(page)).to_contain_text("150万元")


def test_a_server_that_is_gone_is_told_for_search_and_notes(visit, relay):
    page = visit("/hotline", base=relay.url)
    relay.cut |= {"/hotline/search": 0, "POST /api/notes": 0}
    page.keyboard.type("小巨人")
    expect(page.locator("#toast")).to_contain_text("连不上服务")
    page.fill("#note", "不能丢的话")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#note-state")).to_contain_text("没有保存，内容还在")
    expect(page.locator("#note")).to_have_value("不能丢的话")


def test_an_answer_that_cannot_be_kept_is_shown_all_the_same(visit, data_dir, serve_pages, tmp_path):
    settings = Settings(data_dir=data_dir)
    unusable = Memory(tmp_path)  # a folder where the file should be
    with serve_pages(Assistant.open(settings), settings, unusable) as url:
        page = visit("/hotline", base=url)
        expect(page.locator("#note-list")).to_contain_text("暂时读不出来")
        ask(page, "绍兴国家级小巨人奖励多少")
        expect(script(page)).to_contain_text("150万元")
        expect(page.locator("#live")).to_contain_text("回答未能保存")
        expect(page.locator("#live blockquote").first).to_contain_text("《先进制造业强市建设“4151”计划专项政策》")
        page.fill("#note", "不能丢的话")
        page.locator("#note").press("Control+Enter")
        expect(page.locator("#note-state")).to_contain_text("doctor")
        expect(page.locator("#note")).to_have_value("不能丢的话")


@pytest.mark.parametrize("question", ["啊" * 100_000, "   "])
def test_what_cannot_be_asked_is_explained_and_the_text_stays(visit, question):
    page = visit("/hotline")
    page.fill("#q", question)
    page.keyboard.press("Enter")
    expect(page.locator("#live .banner")).to_be_visible()
    expect(page.locator("#q")).to_have_value(question)


def test_markup_in_question_and_note_stays_text(visit):
    page = visit("/hotline")
    hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>绍兴小巨人奖励多少'
    page.fill("#q", hostile)
    page.keyboard.press("Enter")
    expect(script(page)).to_be_visible()
    expect(page.locator(".asked")).to_have_text(hostile)
    page.fill("#note", hostile)
    page.locator("#note").press("Control+Enter")
    expect(page.locator("#note-list .note-text").first).to_have_text(hostile)
    page.reload()
    expect(page.locator(".asked")).to_have_text(hostile)
    expect(page.locator("#note-list .note-text").first).to_have_text(hostile)
    assert page.evaluate("window.hacked") is None


def test_a_note_can_be_deleted(visit):
    page = visit("/hotline")
    page.fill("#note", "记错了")
    page.locator("#note").press("Control+Enter")
    expect(page.locator("#note-list li")).to_have_count(1)
    page.get_by_role("button", name="删除记录：记错了").click()
    expect(page.locator("#note-list li")).to_have_count(0)


@pytest.mark.parametrize("width", [375, 1440])
def test_no_serious_accessibility_finding_and_no_sideways_scrolling(visit, serious, width):
    page = visit("/hotline", width=width)
    assert serious(page) == []
    page.keyboard.type("小巨人奖励多少")
    expect(page.locator(".hit").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(script(page)).to_be_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
