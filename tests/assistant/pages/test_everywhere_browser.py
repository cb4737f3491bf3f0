"""What every page keeps, in every way it is looked at: light, dark, on a phone, at twice the size."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

RULE = "/calculator/shaoxing-2025/（八）:equipment-investment"
PAGES = [
    "/", "/hotline", "/hotline?q=小巨人", "/calculator", "/calculator/company", RULE, f"{RULE}?equipment_investment=500万元",
    "/library", "/library?q=节水", "/library/shaoxing-2025", "/library/changsha-2023", "/nope",
]  # fmt: skip
LOOKS = {
    "light": {"width": 1440, "height": 900},
    "dark": {"width": 1440, "height": 900, "scheme": "dark"},
    "phone": {"width": 390, "height": 844},
    "dark phone": {"width": 390, "height": 844, "scheme": "dark"},
    "200 %": {"width": 720, "height": 450},  # a screen of 1440 by 900 at twice the size
}
TALK = ["绍兴设备投资能补多少？", "800万元", "节水型企业奖励，长沙和绍兴比一比", "北京有什么补贴？", "你好"]


@pytest.fixture(scope="module")
def cookies(site_url):
    """A client with a talk that holds an answer of every kind: (cookies, the talk's path)."""
    import httpx

    with httpx.Client(base_url=site_url, timeout=240) as web:
        web.get("/")
        conversation = web.post("/api/conversations", json={}).json()["id"]
        for question in TALK:
            body = {"question": question, "conversation_id": conversation}
            assert web.post("/api/ask", json=body).status_code == 200
        return dict(web.cookies), f"/c/{conversation}"


@pytest.fixture
def look(chromium, visit, site_url, cookies):
    """Opens a page in one of LOOKS as the client with the talk."""

    def opened(path, name):
        how = LOOKS[name]
        context = chromium.new_context(
            viewport={"width": how["width"], "height": how["height"]},
            color_scheme=how.get("scheme", "light"),
            locale="zh-CN",
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": key, "value": value, "url": site_url} for key, value in cookies[0].items()])
        return visit(path, context=context)

    return opened


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_no_serious_finding_no_sideways_scrolling_no_other_host(look, serious, site_url, path, name):
    page = look(path, name)
    if "q=小巨人" in path:
        expect(page.locator(".hit").first).to_be_visible()
    assert serious(page) == []
    assert fits(page)
    assert [url for url in page.requests if not url.startswith((site_url, "data:"))] == []
    assert page.faults == [] or path == "/nope"


@pytest.mark.parametrize("name", LOOKS)
def test_a_talk_has_no_serious_finding_whatever_is_open(look, serious, cookies, name):
    page = look(cookies[1], name)
    expect(page.locator(".turn")).to_have_count(len(TALK))
    assert serious(page) == []
    assert fits(page)
    page.locator(".turn").first.locator("a.cite").first.click()
    expect(page.locator(".turn").first.locator(".basis")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.locator(".turn").last.locator("[data-bad]").click()
    if page.locator("#open-past").is_visible():
        page.locator("#open-past").click()
    page.locator(".talk summary").first.click()
    assert serious(page) == []
    page.get_by_role("button", name="改名").click()
    assert serious(page) == []
    page.keyboard.press("Escape")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_missing_fact_has_no_serious_finding(look, serious, name):
    page = look("/", name)
    page.fill("#q", "绍兴设备投资能补多少？")
    page.keyboard.press("Enter")
    expect(page.locator(".fact")).to_be_visible(timeout=30_000)
    assert serious(page) == []


def test_light_and_dark_are_both_designed(look):
    for path in ("/", "/hotline", "/calculator", "/library"):
        grounds = [
            look(path, name).evaluate("getComputedStyle(document.body).backgroundColor") for name in ("light", "dark")
        ]
        assert grounds[0] != grounds[1], path
