"""The chat page in a real headless Chromium, served by the real application. These tests fail, never skip."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said(output):
    output.seek(0)
    return output.read().decode()


@contextmanager
def serving(data_dir):
    """The real application in a process of its own: (address, process)."""
    port = free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith("POLICY_")}
    env |= {"POLICY_DATA_DIR": str(data_dir), "POLICY_PORT": str(port)}
    output = tempfile.TemporaryFile()  # noqa: SIM115 - a pipe nobody reads would fill up and stop the server
    server = subprocess.Popen([sys.executable, "app.py"], env=env, stdout=output, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{url}/readyz", timeout=2).read()
                break
            except OSError:
                assert server.poll() is None, said(output)
                time.sleep(0.25)
        else:
            pytest.fail("the server did not come up")
        yield url, server
    finally:
        server.terminate()
        server.wait(timeout=20)
        output.close()


@pytest.fixture(scope="module")
def address(data_dir):
    with serving(data_dir) as (url, _):
        yield url


@pytest.fixture
def page(chromium, address):
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.requests = []
    opened.on("request", lambda request: opened.requests.append(request.url))
    opened.goto(address)
    expect(opened.locator("#question textarea")).to_be_visible(timeout=30_000)
    yield opened
    context.close()


def ask(page, question):
    page.fill("#question textarea", question)
    page.click("#send")


def test_a_question_gets_its_answer_with_clause_and_sum_beside_it(page, address):
    ask(page, "绍兴国家级专精特新小巨人奖励多少？")
    expect(page.locator("#chat")).to_contain_text("150万元", timeout=30_000)
    expect(page.locator("#evidence mark").first).to_contain_text("150万元")
    expect(page.locator("#evidence .badge").first).to_be_visible()
    expect(page.locator("#evidence .amount").first).to_have_text("150万元")
    expect(page.locator("#question textarea")).to_have_value("")
    outside = [url for url in page.requests if not url.startswith((address, "data:", "blob:"))]
    assert outside == []


def test_an_example_asks_itself(page):
    page.locator("#examples .chip").nth(3).click()
    expect(page.locator("#chat")).to_contain_text("不再施行", timeout=30_000)


def test_the_citys_chip_is_kept_for_a_follow_up(page):
    page.get_by_label("杭州").check()
    ask(page, "小巨人奖励多少")
    expect(page.locator("#chat")).to_contain_text("100万元", timeout=30_000)
    ask(page, "那绍兴呢？")
    expect(page.locator("#chat")).to_contain_text("150万元", timeout=30_000)


@pytest.mark.parametrize("question", ["   ", "啊" * 100_000])
def test_what_cannot_be_asked_is_explained_and_the_text_stays(page, question):
    ask(page, question)
    expect(page.locator("#chat")).to_contain_text("⚠", timeout=30_000)
    assert page.locator("#question textarea").input_value() == question


def test_markup_in_a_question_stays_text(page):
    ask(page, '<img src=x onerror="window.hacked=1"><b>绍兴小巨人</b>')
    expect(page.locator("#evidence .card").first).to_be_visible(timeout=30_000)
    assert page.evaluate("window.hacked") is None


def test_what_is_typed_while_an_answer_comes_is_not_lost(page):
    ask(page, "节水型企业奖励，长沙和绍兴比一比")
    expect(page.locator("#chat .user.message")).to_have_count(1)
    page.fill("#question textarea", "那杭州呢？")
    answered(page)
    assert page.locator("#question textarea").input_value() == "那杭州呢？"


def test_a_phone_needs_no_sideways_scrolling(chromium, address):
    context = chromium.new_context(viewport={"width": 375, "height": 812})
    page = context.new_page()
    page.goto(address)
    ask(page, "绍兴设备投入500万元，没列入任何计划，奖多少？")
    expect(page.locator("#evidence .card").first).to_be_visible(timeout=30_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    context.close()


def test_the_page_has_no_serious_accessibility_finding(page):
    from axe_core_python.sync_playwright import Axe

    ask(page, "绍兴国家级专精特新小巨人奖励多少？")
    expect(page.locator("#evidence .card").first).to_be_visible(timeout=30_000)
    found = [v for v in Axe().run(page)["violations"] if v["impact"] in ("serious", "critical")]
    assert found == [], [(v["id"], node["html"][:200]) for v in found for node in v["nodes"]]


def answered(page):
    """Wait until the turn is over: its panel is there and the next question can be sent."""
    expect(page.locator("#evidence .card").first).to_be_visible(timeout=30_000)
    expect(page.locator("#send")).to_be_visible(timeout=30_000)


def test_a_mark_in_the_answer_leads_to_its_card_in_the_same_page(page):
    ask(page, "绍兴国家级专精特新小巨人奖励多少？")
    answered(page)
    ask(page, "那杭州呢？")
    expect(page.locator("#card-2-1")).to_be_visible(timeout=30_000)
    answered(page)
    page.locator('#chat a[href*="#card-1-1"]').first.click()
    expect(page.locator("#card-1-1")).to_be_visible()
    expect(page.locator("#card-1-1")).to_be_focused()
    assert len(page.context.pages) == 1


def test_a_missing_level_is_one_tap_away(page):
    ask(page, "绍兴新认定工业设计中心奖多少")
    page.locator("#replies .chip", has_text="省级").click(timeout=30_000)
    expect(page.locator("#evidence .amount").first).to_have_text("20万元", timeout=30_000)


def test_conversations_are_kept_renamed_reopened_and_deleted(page):
    ask(page, "绍兴国家级专精特新小巨人奖励多少？")
    answered(page)
    listed = page.locator("#conversations label")
    expect(listed).to_have_count(1)
    page.locator("#manage button").first.click()
    page.fill("#title input, #title textarea", "小巨人咨询")
    page.click("#rename")
    expect(listed.first).to_contain_text("小巨人咨询")
    page.reload()
    expect(listed).to_have_count(1, timeout=30_000)
    expect(page.locator("#chat")).not_to_contain_text("150万元")
    listed.first.click()
    expect(page.locator("#chat")).to_contain_text("150万元", timeout=30_000)
    expect(page.locator("#evidence .amount").first).to_have_text("150万元")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#manage button").first.click()
    page.click("#forget")
    expect(listed).to_have_count(0, timeout=30_000)
    expect(page.locator("#chat")).not_to_contain_text("150万元")


def test_another_browser_does_not_see_the_conversations(page, chromium, address):
    ask(page, "绍兴国家级专精特新小巨人奖励多少？")
    answered(page)
    expect(page.locator("#conversations label")).to_have_count(1)
    other = chromium.new_context()
    stranger = other.new_page()
    stranger.goto(address)
    expect(stranger.locator("#question textarea")).to_be_visible(timeout=30_000)
    expect(stranger.locator("#conversations label")).to_have_count(0)
    other.close()


def test_feedback_with_a_reason_is_recorded(page, address):
    ask(page, "绍兴国家级专精特新小巨人奖励多少？")
    answered(page)
    page.locator("#feedback button").first.click()
    page.get_by_label("金额有误").check()
    page.fill("#comment textarea, #comment input", "<script>window.hacked=1</script>多了一个零")
    page.click("#rate")
    expect(page.locator("body")).to_contain_text("反馈已记录", timeout=30_000)
    kept = page.evaluate("fetch('/api/export').then(r => r.json())")
    assert [(f["verdict"], f["reasons"]) for f in kept["feedback"]] == [("bad", ["金额有误"])]
    assert page.evaluate("window.hacked") is None


def test_a_double_click_asks_once(page):
    page.fill("#question textarea", "绍兴国家级专精特新小巨人奖励多少？")
    page.dblclick("#send")
    answered(page)
    expect(page.locator("#chat .user.message")).to_have_count(1)


def test_two_tabs_of_one_browser_keep_their_own_conversations(page, address):
    second = page.context.new_page()
    second.goto(address)
    expect(second.locator("#question textarea")).to_be_visible(timeout=30_000)
    ask(page, "绍兴国家级专精特新小巨人奖励多少？")
    ask(second, "杭州首次认定专精特新小巨人奖励多少？")
    answered(page)
    answered(second)
    expect(page.locator("#chat")).not_to_contain_text("杭州")
    expect(second.locator("#chat")).not_to_contain_text("绍兴")


def test_a_lost_server_is_said_and_the_question_stays(chromium, data_dir):
    with serving(data_dir) as (url, server):
        context = chromium.new_context()
        page = context.new_page()
        page.goto(url)
        expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)
        page.fill("#question textarea", "绍兴小巨人奖励多少？")
        server.kill()
        server.wait()
        page.evaluate("window.dispatchEvent(new Event('online'))")  # what the browser says when the cable is back
        expect(page.locator("#offline")).to_be_visible(timeout=30_000)
        assert page.locator("#question textarea").input_value() == "绍兴小巨人奖励多少？"
        context.close()
