"""The chat page in a real headless Chromium, served by the real application. These tests fail, never skip."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import expect, sync_playwright

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def address(data_dir):
    port = free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith("POLICY_")}
    env |= {"POLICY_DATA_DIR": str(data_dir), "POLICY_PORT": str(port)}
    server = subprocess.Popen([sys.executable, "app.py"], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=2).read()
            break
        except OSError:
            assert server.poll() is None, server.stdout.read().decode()
            time.sleep(0.25)
    else:
        pytest.fail("the server did not come up")
    yield url
    server.terminate()
    server.communicate(timeout=20)


@pytest.fixture(scope="module")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is missing: install the Debian packages chromium and fonts-noto-cjk"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
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
    page.locator(".example").nth(3).click()
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


def test_a_phone_needs_no_sideways_scrolling(browser, address):
    context = browser.new_context(viewport={"width": 375, "height": 812})
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
