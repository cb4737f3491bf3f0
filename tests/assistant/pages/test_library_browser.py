"""The library in a real Chromium: reading, finding, linking; on a phone and on paper."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DOCUMENT = "/library/shaoxing-2025"


def test_a_link_leads_to_its_clause_and_reading_on_moves_the_table_of_contents(visit, site_url):
    page = visit(f"{DOCUMENT}#（十二）")
    expect(page.locator("[id='（十二）']")).to_be_in_viewport()
    expect(page.locator(".toc a[aria-current]")).to_have_count(1)
    page.locator(".toc a", has_text="支持制造业绿色低碳发展").click()
    expect(page.locator("[id='（二十）']")).to_be_in_viewport()
    assert page.faults == []
    assert [url for url in page.requests if not url.startswith((site_url, "data:"))] == []


def test_finding_inside_a_document_from_the_keyboard(visit):
    page = visit(DOCUMENT)
    page.keyboard.press("/")
    page.keyboard.type("节水型企业")
    expect(page.locator("#found")).to_have_text("1 / 1")
    expect(page.locator("mark.now")).to_be_in_viewport()
    page.locator("#find").fill("奖励50万元")  # the figure is an element of its own inside the sentence
    expect(page.locator("#found")).to_have_text(re.compile(r"^1 / \d\d$"))
    count = page.locator("#found").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text(count.replace("1 /", "2 /", 1))
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#found")).to_have_text(count)
    page.keyboard.press("Escape")
    expect(page.locator("mark")).to_have_count(0)
    page.locator("#find").fill("没有这样的话")
    expect(page.locator("#found")).to_have_text("没有找到")


def test_finding_changes_no_word_of_the_text(visit):
    page = visit(DOCUMENT)
    before = page.locator("#text").inner_text()
    for typed in ("(", "企业", "<script>", "奖励", ""):
        page.locator("#find").fill(typed)
        page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_count(0)
    assert page.locator("#text").inner_text() == before


def test_a_search_in_the_address_survives_reload_and_is_text(visit):
    page = visit(f"{DOCUMENT}?q=节水型企业")
    expect(page.locator("#found")).to_have_text("1 / 1")
    page.reload()
    expect(page.locator("#found")).to_have_text("1 / 1")
    page = visit(f"{DOCUMENT}?q=%22%3E%3Cimg src=x onerror=window.hacked=1%3E")
    expect(page.locator("#find")).to_have_value('"><img src=x onerror=window.hacked=1>')
    assert page.evaluate("window.hacked") is None


def test_the_address_of_a_clause_can_be_copied(visit):
    page = visit(DOCUMENT)
    page.locator("[id='（十二）'] .permalink").click()
    expect(page.locator("#toast")).to_have_text("链接已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    page.goto(copied)
    expect(page.locator("[id='（十二）']")).to_be_in_viewport()


def test_from_an_award_to_its_form_and_back(visit):
    page = visit(f"{DOCUMENT}#（十二）")
    page.locator("[id='（十二）'] .margin a").first.click()
    expect(page.locator("#result")).to_be_visible()
    page.go_back()
    expect(page.locator("[id='（十二）']")).to_be_in_viewport()


def test_a_hundred_kilobytes_in_the_box_find_nothing_and_break_nothing(visit):
    page = visit(DOCUMENT)
    page.evaluate("document.getElementById('find').removeAttribute('maxlength')")
    page.fill("#find", "长" * 100_000)
    expect(page.locator("#found")).to_have_text("没有找到")
    assert page.faults == []


@pytest.mark.parametrize("path", ["/library", DOCUMENT, "/library/changsha-2023", "/library?q=节水"])
def test_a_phone_needs_no_sideways_scrolling(visit, path):
    page = visit(path, width=375, height=812)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("path", ["/library", DOCUMENT, "/library/hunan-regulation-2022", "/library/nothing"])
@pytest.mark.parametrize("width", [375, 1440])
def test_no_serious_accessibility_finding(visit, serious, path, width):
    assert serious(visit(path, width=width)) == []


def test_on_paper_only_the_text_is_left(visit):
    page = visit(DOCUMENT)
    page.emulate_media(media="print")
    for gone in (".top", ".toc", ".finder", ".margin"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("[id='（十二）'] p").first).to_be_visible()
