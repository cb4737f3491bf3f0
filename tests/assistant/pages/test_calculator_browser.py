"""The calculator in a real Chromium: live results, links, the back button, a server that goes away, paper."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EQUIPMENT = "/calculator/shaoxing-2025/（八）:equipment-investment"
COMPANY = "我们是2025年新认定的国家级专精特新“小巨人”企业，设备投资500万元，没有列入任何计划。"


def amount(page):
    return page.locator(".result-amount")


def test_a_result_follows_every_keystroke_and_its_link_shows_it_again(visit, site_url):
    page = visit(EQUIPMENT)
    expect(amount(page)).to_have_text("还需补充信息")
    page.locator("[data-focus]").first.click()  # the question leads to its field
    page.keyboard.type("500")
    expect(amount(page)).to_have_text("30万元")
    expect(page.locator(".steps")).to_contain_text("500万元×6%＝30万元")
    page.get_by_label("的单位").first.select_option("元")
    expect(amount(page)).to_have_text("不能享受")
    expect(page.locator(".conditions .short")).to_contain_text("差")
    page.get_by_label("的单位").first.select_option("万元")
    expect(amount(page)).to_have_text("30万元")
    page.reload()
    expect(amount(page)).to_have_text("30万元")
    expect(page.locator("#f-equipment_investment")).to_have_value("500")
    assert page.faults == []
    assert [url for url in page.requests if not url.startswith((site_url, "data:"))] == []


def test_going_away_and_back_keeps_what_was_filled_in(visit):
    page = visit(EQUIPMENT)
    page.fill("#f-equipment_investment", "500")
    expect(amount(page)).to_have_text("30万元")
    page.locator("#result .source a").click()
    expect(page.locator("[id='（八）']")).to_be_in_viewport()
    page.go_back()
    expect(amount(page)).to_have_text("30万元")
    expect(page.locator("#f-equipment_investment")).to_have_value("500")


def test_two_tabs_keep_their_own_state(visit):
    first = visit(EQUIPMENT)
    second = visit(EQUIPMENT, context=first.context)
    first.fill("#f-equipment_investment", "500")
    second.fill("#f-equipment_investment", "1000")
    expect(amount(first)).to_have_text("30万元")
    expect(amount(second)).to_have_text("60万元")
    first.reload()
    expect(amount(first)).to_have_text("30万元")


def test_what_cannot_be_read_is_said_at_its_field(visit):
    page = visit(EQUIPMENT)
    page.fill("#f-equipment_investment", "很多")
    expect(page.locator("#e-equipment_investment")).to_contain_text("读不出数值或单位")
    expect(page.locator("#f-equipment_investment")).to_have_attribute("aria-invalid", "true")
    page.fill("#f-equipment_investment", "500")
    expect(page.locator("#e-equipment_investment")).to_be_hidden()
    expect(amount(page)).to_have_text("30万元")


def test_none_of_the_lists_and_a_list_exclude_each_other(visit):
    page = visit(EQUIPMENT)
    boxes = page.locator("input[name=project_lists]")
    boxes.first.check(force=True)
    boxes.last.check(force=True)
    expect(boxes.first).not_to_be_checked()
    boxes.first.check(force=True)
    expect(boxes.last).not_to_be_checked()


def test_the_form_works_without_the_script(chromium, site_url):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + EQUIPMENT)
    page.fill("#f-equipment_investment", "500")
    page.get_by_role("button", name="测算").click()
    expect(amount(page)).to_have_text("30万元")
    context.close()


def test_a_server_that_goes_away_costs_nothing_that_was_typed(visit, relay):
    page = visit(EQUIPMENT, base=relay.url)
    page.fill("#f-equipment_investment", "500")
    expect(amount(page)).to_have_text("30万元")
    relay.cut["fragment"] = 0
    page.fill("#f-equipment_investment", "1000")
    expect(page.locator("#toast")).to_contain_text("连不上服务，所填内容都还在")
    expect(page.locator("#f-equipment_investment")).to_have_value("1000")
    relay.cut.clear()
    page.keyboard.press("Enter")
    expect(amount(page)).to_have_text("60万元")


def test_the_result_can_be_copied_with_its_source(visit):
    page = visit(f"{EQUIPMENT}?equipment_investment=500万元")
    page.get_by_role("button", name="复制结果（含出处）").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "30万元" in copied
    assert "《先进制造业强市建设“4151”计划专项政策》第（八）条" in copied
    assert page.url in copied


def test_markup_in_the_address_is_text(visit):
    page = visit(f"{EQUIPMENT}?equipment_investment=%22%3E%3Cimg src=x onerror=window.hacked=1%3E&event-date=%3Cb%3E")
    expect(page.locator("#e-equipment_investment")).to_contain_text("<img")
    page.locator("#f-equipment_investment").press("Enter")
    expect(page.locator("#result")).to_be_visible()
    assert page.evaluate("window.hacked") is None


def test_the_list_is_narrowed_while_typing_and_enter_goes_to_the_first(visit):
    page = visit("/calculator")
    page.keyboard.press("/")
    page.keyboard.type("节水")
    expect(page.locator("#count")).to_have_text("找到2项奖补")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("节水型企业")
    page.reload()
    expect(page.locator("#count")).to_have_text("找到2项奖补")
    page.fill("#q", "没有这样的")
    expect(page.locator("#none")).to_be_visible()


def test_a_company_is_matched_once_however_often_the_button_is_pressed(visit):
    page = visit("/calculator/company")
    page.locator("input[value=绍兴]").check(force=True)
    page.fill("#profile", COMPANY)
    page.locator("button[type=submit]").dblclick()
    expect(page.locator(".summary .result-amount")).to_have_text("180万元")
    posted = [url for url in page.requests if url.endswith("/calculator/company")]
    assert len(posted) == 2  # the visit and one submission
    page.locator("#h-applies ~ table a", has_text="制造业项目设备投资奖励").click()
    expect(amount(page)).to_have_text("30万元")
    page.go_back()
    expect(page.locator("#profile")).to_be_visible()


@pytest.mark.parametrize(
    "text", ["长" * 100_000, "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"]
)
def test_what_is_too_long_or_hostile_stays_text_in_its_box(visit, text):
    page = visit("/calculator/company")
    page.locator("input[value=绍兴]").check(force=True)
    page.fill("#profile", text)
    with page.expect_response("**/calculator/company"):
        page.locator("button[type=submit]").click()
    expect(page.locator("button[type=submit]")).to_be_enabled()
    expect(page.locator("#profile")).to_have_value(text)
    assert page.evaluate("window.hacked") is None


def test_a_company_page_tells_when_the_server_is_gone(visit, relay):
    page = visit("/calculator/company", base=relay.url)
    relay.cut["POST /calculator/company"] = 0
    page.locator("input[value=绍兴]").check(force=True)
    page.fill("#profile", COMPANY)
    page.locator("button[type=submit]").click()
    expect(page.locator("#toast")).to_contain_text("连不上服务")
    expect(page.locator("#profile")).to_have_value(COMPANY)
    expect(page.locator("button[type=submit]")).to_be_enabled()


def test_on_paper_the_table_is_clean(visit):
    page = visit("/calculator/company")
    page.locator("input[value=绍兴]").check(force=True)
    page.fill("#profile", COMPANY)
    page.locator("button[type=submit]").click()
    expect(page.locator(".summary")).to_be_visible()
    page.emulate_media(media="print")
    for gone in (".top", "button[type=submit]", "[data-print]"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("#h-applies")).to_be_visible()
    expect(page.locator("#profile")).to_be_visible()


@pytest.mark.parametrize("path", ["/calculator", EQUIPMENT, "/calculator/company"])
def test_a_phone_needs_no_sideways_scrolling(visit, path):
    page = visit(path, width=375, height=812)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("path", ["/calculator", f"{EQUIPMENT}?equipment_investment=500", "/calculator/company"])
@pytest.mark.parametrize("width", [375, 1440])
def test_no_serious_accessibility_finding(visit, serious, path, width):
    page = visit(path, width=width)
    if path.endswith("company"):
        page.locator("input[value=杭州]").check(force=True)
        page.fill("#profile", COMPANY)
        page.locator("button[type=submit]").click()
        expect(page.locator(".summary")).to_be_visible()
    assert serious(page) == []
