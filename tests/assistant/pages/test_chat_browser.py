"""The chat in a real Chromium. These tests fail, never skip."""

import pytest
from playwright.sync_api import expect

from tests.servers.application import running

pytestmark = pytest.mark.browser

QUESTION = "绍兴国家级专精特新小巨人奖励多少？"
SLOW = 30_000


def ask(page, question, turns=1):
    """Ask and wait until the answer is in place."""
    page.fill("#q", question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn[data-id]")).to_have_count(turns, timeout=SLOW)


def reply(page):
    return page.locator(".turn").last.locator(".reply")


def test_a_question_gets_its_answer_with_sum_and_clause_beside_it(visit, site_url):
    page = visit("/")
    ask(page, QUESTION)
    expect(reply(page)).to_contain_text("150万元")
    expect(page.locator(".sum-amount")).to_have_text("150万元")
    expect(page.locator(".clause-words mark").first).to_contain_text("150万元")
    expect(page.locator("#q")).to_have_value("")
    assert page.faults == []
    assert [url for url in page.requests if not url.startswith((site_url, "data:"))] == []


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("长沙、杭州、绍兴的国家级小巨人奖励哪个高？", ".places li"),
        ("我们是绍兴的国家级小巨人，设备款约1800万元，主导制定国家标准1项，想上数字化车间，能拿哪些？", ".item"),
    ],
)
def test_a_list_keeps_inside_the_conversation(visit, question, line):
    page = visit("/")
    ask(page, question)
    lines = reply(page).locator(line)
    expect(lines.first).to_be_visible()
    edge = reply(page).bounding_box()
    boxes = [each.bounding_box() for each in lines.all()]
    assert len(boxes) > 1
    assert all(box["x"] + box["width"] <= edge["x"] + edge["width"] + 1 for box in boxes)


def test_how_a_sum_was_worked_out_unfolds(visit):
    page = visit("/")
    ask(page, "绍兴设备投资800万元补多少？")
    steps = reply(page).locator(".worked p")
    expect(steps).to_be_hidden()
    reply(page).get_by_text("怎么算的").click()
    expect(steps).to_contain_text("800万元×6%＝48万元")


def test_an_intent_asks_itself(visit):
    page = visit("/")
    page.locator(".intents button").first.click()
    expect(page.locator(".turn[data-id]")).to_have_count(1, timeout=SLOW)
    expect(page.locator("#start")).to_have_count(0)


def test_a_talk_has_an_address_that_survives_reload_and_back_leads_out_of_it(visit, site_url):
    page = visit("/")
    ask(page, QUESTION)
    assert page.url.startswith(f"{site_url}/c/")
    page.reload()
    expect(reply(page)).to_contain_text("150万元")
    ask(page, "那杭州呢？", turns=2)
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    page.go_back()
    expect(page.locator("#start")).to_be_visible()
    assert page.url == f"{site_url}/"
    page.go_forward()
    expect(page.locator(".turn")).to_have_count(2)


def test_a_link_to_an_answer_opens_elsewhere_and_can_be_asked_on(visit, site_url):
    page = visit("/")
    ask(page, QUESTION)
    page.locator("[data-copy-link]").click()
    expect(page.locator("#toast")).to_have_text("链接已复制")
    link = page.evaluate("navigator.clipboard.readText()")
    other = visit(link.removeprefix(site_url))
    expect(reply(other)).to_contain_text("150万元")
    ask(other, "那杭州呢？", turns=2)
    expect(reply(other)).to_contain_text("杭州")
    assert "/c/" in other.url


def test_the_answer_is_copied_with_its_sources(visit):
    page = visit("/")
    ask(page, QUESTION)
    page.locator("[data-copy]").click()
    expect(page.locator("#toast")).to_have_text("已复制，含出处")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "150万元" in copied
    assert "依据：" in copied


@pytest.mark.parametrize("width", [1440, 390])
def test_the_box_stands_at_the_lower_edge_without_scrolling(visit, width):
    page = visit("/", width=width, height=844)
    expect(page.locator("#q")).to_be_in_viewport()
    ask(page, "节水型企业奖励，长沙和绍兴比一比")
    expect(page.locator("#send")).to_be_in_viewport()
    expect(page.locator(".turn .asked")).to_be_in_viewport()
    edge = page.locator("#ask").bounding_box()
    assert abs(edge["y"] + edge["height"] - 844) < 2
    # The page itself scrolls: no answer is read through a slot.
    assert page.evaluate("getComputedStyle(document.querySelector('#turns')).overflowY") == "visible"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_comparison_fits_a_phone(visit):
    page = visit("/", width=390, height=844)
    ask(page, "节水型企业奖励，长沙和绍兴比一比")
    expect(page.locator(".places li")).to_have_count(2)
    assert page.locator(".places").bounding_box()["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_mark_leads_to_its_clause_of_its_own_turn(visit):
    page = visit("/")
    ask(page, QUESTION)
    first = page.locator(".turn").first.get_attribute("data-id")
    ask(page, "那杭州呢？", turns=2)
    page.locator(".turn").first.locator("a.cite").first.click()
    expect(page.locator(f"[id='card-{first}-1']")).to_be_focused()
    expect(page.locator(f"[id='card-{first}-1']")).to_be_visible()
    expect(page.locator(".turn").last.locator(".basis")).to_be_hidden()


def test_on_a_phone_the_clauses_are_a_drawer(visit):
    page = visit("/", width=390, height=844)
    ask(page, QUESTION)
    expect(page.locator(".basis")).to_be_hidden()
    page.locator("a.cite").first.click()
    expect(page.locator(".basis")).to_be_visible()
    expect(page.locator(".clause-card").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".basis")).to_be_hidden()
    expect(page.locator("a.cite").first).to_be_focused()
    page.locator("[data-basis]").click()
    expect(page.locator(".basis")).to_be_visible()
    page.get_by_role("button", name="收起依据").click()
    expect(page.locator(".basis")).to_be_hidden()


def test_before_a_missing_sum_is_asked_the_rule_is_said_and_one_field_answers_it(visit):
    page = visit("/")
    ask(page, "绍兴设备投资能补多少？")
    said = reply(page).locator(":scope > *")
    expect(said.first).to_contain_text("设备投资额的6%")
    first = said.nth(1)
    expect(first).to_have_class("fact first")
    page.get_by_role("button", name="算一下").click()
    expect(page.locator(".turn")).to_have_count(1)  # an empty field is not sent
    page.locator(".fact input[name=figure]").fill("800")
    page.get_by_role("button", name="算一下").click()
    expect(page.locator(".turn[data-id]")).to_have_count(2, timeout=SLOW)
    expect(page.locator(".turn.current .sum-amount")).to_have_text("48万元")
    expect(page.locator(".fact")).to_have_count(0)


def test_whoever_does_not_know_is_led_on(visit):
    page = visit("/")
    ask(page, "绍兴设备投资能补多少？")
    page.get_by_role("button", name="不清楚").click()
    expect(page.locator(".no-idea")).to_be_visible()
    page.locator(".no-idea a").click()
    expect(page.locator("#result")).to_be_visible()


def test_a_missing_level_is_one_tap_away(visit):
    page = visit("/")
    ask(page, "绍兴工艺美术大师参加市里组织的精品展，展位费2万元，补多少")
    page.locator(".fact .choice", has_text="省级").click()
    expect(page.locator(".turn.current .sum-amount")).to_have_text("1.6万元", timeout=SLOW)


def test_the_city_is_kept_for_the_talk(visit):
    page = visit("/")
    page.select_option("#city", "杭州")
    ask(page, "小巨人奖励多少")
    expect(reply(page)).to_contain_text("杭州")
    page.reload()
    expect(page.locator("#city")).to_have_value("杭州")


def test_from_the_keyboard_ask_open_a_clause_answer_a_fact_and_copy(visit):
    page = visit("/")
    page.keyboard.type("绍兴设备投资能补多少？")
    page.keyboard.press("Enter")
    expect(page.locator(".turn[data-id]")).to_have_count(1, timeout=SLOW)

    def tab_to(selector):
        for _ in range(60):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"{selector} is not reached by Tab")

    tab_to("a.cite")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className").startswith("clause-card")
    page.keyboard.press("Escape")
    tab_to(".fact input[name=figure]")
    page.keyboard.type("800")
    page.keyboard.press("Enter")
    expect(page.locator(".turn[data-id]")).to_have_count(2, timeout=SLOW)
    expect(page.locator(".turn.current .sum-amount")).to_have_text("48万元")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    tab_to("[data-copy]")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_have_text("已复制，含出处")


def test_talks_are_listed_renamed_exported_and_deleted(visit):
    page = visit("/")
    ask(page, QUESTION)
    listed = page.locator(".talk")
    expect(listed).to_have_count(1)
    listed.locator("summary").click()
    page.get_by_role("button", name="改名").click()
    page.fill("#new-title", "小巨人咨询")
    page.keyboard.press("Enter")
    expect(listed.locator("a").first).to_have_text("小巨人咨询")
    listed.locator("summary").click()
    with page.expect_download() as markdown:
        page.get_by_role("link", name="导出 Markdown").click()
    assert markdown.value.suggested_filename == "小巨人咨询.md"
    text = markdown.value.path().read_text(encoding="utf-8")
    assert "## 问：" in text
    assert "依据：" in text
    with page.expect_download() as word:
        page.get_by_role("link", name="导出 Word").click()
    assert word.value.path().read_bytes().startswith(b"PK")
    page.get_by_role("button", name="删除").first.click()
    page.locator("#delete").get_by_role("button", name="取消").click()
    expect(listed).to_have_count(1)
    listed.locator("summary").click()
    page.get_by_role("button", name="删除").first.click()
    page.locator("#delete .danger").click()
    expect(page.locator("#start")).to_be_visible()
    expect(listed).to_have_count(0)


def test_feedback_with_a_reason_is_recorded(visit):
    page = visit("/")
    ask(page, QUESTION)
    page.get_by_role("button", name="没用").click()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#toast")).to_contain_text("先选一项")
    page.get_by_label("金额有误").check(force=True)
    page.fill(".wrong input[name=comment]", "<script>window.hacked=1</script>多了一个零")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#toast")).to_contain_text("反馈已记录")
    page.get_by_role("button", name="有用", exact=True).click()
    expect(page.get_by_role("button", name="有用", exact=True)).to_have_attribute("aria-pressed", "true")
    kept = page.evaluate("fetch('/api/export').then(r => r.json())")["feedback"]
    assert [(each["verdict"], each["reasons"]) for each in kept] == [("bad", ["金额有误"]), ("good", [])]
    assert page.evaluate("window.hacked") is None


def test_on_paper_question_answer_sources_day_and_standing_are_left(visit):
    page = visit("/")
    ask(page, "绍兴设备投资能补多少？")
    ask(page, "绍兴设备投资800万元补多少？", turns=2)
    page.emulate_media(media="print")
    for gone in ("#past", "#ask", ".acts [data-copy]", ".next"):
        for each in page.locator(gone).all():
            expect(each).to_be_hidden()
    for turn in page.locator(".turn").all():
        expect(turn.locator(".asked")).to_be_visible()
        expect(turn.locator(".clause-words mark").first).to_be_visible()
        expect(turn.locator(".when")).to_be_visible()
        expect(turn.locator(".badge").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.basis')).position") == "static"


@pytest.mark.parametrize("question", ["   ", "啊" * 100_000])
def test_what_cannot_be_asked_is_explained_and_the_text_stays(visit, question):
    page = visit("/")
    page.fill("#q", question)
    page.click("#send")
    expect(page.locator("[role=alert]:visible, #toast:not(:empty)").first).to_be_visible(timeout=SLOW)
    assert page.locator("#q").input_value() == question


def test_markup_in_a_question_stays_text(visit):
    page = visit("/")
    ask(page, '<img src=x onerror="window.hacked=1"><b>绍兴小巨人</b>')
    assert page.evaluate("window.hacked") is None
    expect(page.locator(".asked img")).to_have_count(0)


def test_what_is_typed_while_an_answer_comes_is_not_lost(visit):
    page = visit("/")
    page.fill("#q", "节水型企业奖励，长沙和绍兴比一比")
    page.keyboard.press("Enter")
    page.fill("#q", "那杭州呢？")
    expect(page.locator(".turn[data-id]")).to_have_count(1, timeout=SLOW)
    expect(page.locator("#q")).to_have_value("那杭州呢？")


def test_a_double_click_asks_once(visit):
    page = visit("/")
    page.fill("#q", QUESTION)
    page.dblclick("#send")
    expect(page.locator(".turn[data-id]")).to_have_count(1, timeout=SLOW)
    expect(page.locator(".turn")).to_have_count(1)


def test_two_tabs_of_one_browser_keep_their_own_talks(visit):
    first = visit("/")
    second = visit("/", context=first.context)
    ask(first, QUESTION)
    ask(second, "杭州首次认定专精特新小巨人奖励多少？")
    expect(first.locator("#turns")).not_to_contain_text("杭州")
    expect(second.locator("#turns")).not_to_contain_text("绍兴")
    assert first.url != second.url


def test_another_browser_does_not_see_the_talks(visit):
    page = visit("/")
    ask(page, QUESTION)
    stranger = visit("/")
    expect(stranger.locator(".talk")).to_have_count(0)


def test_a_broken_stream_keeps_the_question_and_one_tap_sends_it_again(visit, relay):
    page = visit("/", base=relay.url)
    relay.cut["/api/ask/stream"] = 600
    page.fill("#q", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".failed")).to_contain_text("没有连上服务，问题还在", timeout=SLOW)
    relay.cut.clear()
    page.get_by_role("button", name="重新发送").click()
    expect(page.locator(".turn[data-id]")).to_have_count(1, timeout=SLOW)
    expect(page.locator(".turn")).to_have_count(1)


def test_a_lost_server_is_said_in_two_seconds_and_forgotten_when_it_is_back(visit, relay):
    page = visit("/", base=relay.url)
    page.fill("#q", QUESTION)
    relay.cut["/"] = 0
    expect(page.locator("#lost")).to_be_visible(timeout=2_000)
    expect(page.locator("#lost")).to_contain_text("连不上服务")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="重新发送")).to_be_visible(timeout=SLOW)
    relay.cut.clear()
    expect(page.locator("#lost")).to_be_hidden(timeout=4_000)
    page.get_by_role("button", name="重新发送").click()
    expect(page.locator(".turn[data-id]")).to_have_count(1, timeout=SLOW)


def test_a_killed_server_is_noticed_and_a_draft_survives_the_reload(chromium, data_dir):
    context = chromium.new_context(locale="zh-CN")
    with running(data_dir) as (url, server):
        page = context.new_page()
        page.goto(url)
        page.fill("#q", QUESTION)
        server.kill()
        server.wait()
        expect(page.locator("#lost")).to_be_visible(timeout=4_000)
        expect(page.locator("#q")).to_have_value(QUESTION)
    context.close()


def test_the_first_words_come_soon_after_the_question(visit):
    """What the page adds to the core's own time is little: the first words stand before the answer is whole."""
    page = visit("/")
    ask(page, QUESTION)
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                const line = document.querySelector('.turn.coming .lead-line');
                if (line) window.seen.push(line.textContent);
            }).observe(document.getElementById('turns'), { childList: true, subtree: true });
        }"""
    )
    ask(page, "那杭州呢？", turns=2)
    assert page.evaluate("window.seen.length") > 0
