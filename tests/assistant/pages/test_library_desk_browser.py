"""The editors' walk in a real Chromium: a notice goes in, its period is corrected, awards approved, published, asked."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from assistant.clock import fixed
from assistant.memory.store import Memory
from assistant.refresh import Serving
from assistant.settings import Settings
from tests.assistant.pages.conftest import AS_OF
from tests.desk import NOTICE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own_site(data_dir, tmp_path_factory, serve_pages):
    """A service with data of its own: what is published here is held nowhere else."""
    own = tmp_path_factory.mktemp("desk")
    shutil.copytree(data_dir, own, dirs_exist_ok=True)
    settings = Settings(data_dir=own)
    assistant = Serving(settings, fixed(AS_OF))
    assistant.warm_up()  # as the server does before it listens
    with serve_pages(assistant, settings, Memory(own / "memory.db")) as url:
        yield url


def test_a_clerk_brings_a_notice_corrects_approves_publishes_and_asks(visit, own_site, tmp_path, serious):
    file = tmp_path / "关于智能机器人的通知.txt"
    file.write_text(NOTICE, encoding="utf-8")
    page = visit("/library", base=own_site)
    page.get_by_role("link", name="收录文件").click()
    page.set_input_files("#file", str(file))
    expect(page.get_by_role("heading", level=1)).to_have_text("马鞍山市支持智能机器人产业发展若干措施", timeout=30_000)
    assert page.url.endswith("/library/desk/maanshan-2026")
    expect(page.locator("#f-region")).to_have_value("马鞍山")
    expect(page.locator(".fact", has=page.locator("#f-from"))).to_contain_text("自2026年3月1日起施行")
    expect(page.locator(".banner")).to_contain_text("据原文")

    page.fill("#f-to", "2028-12-31")
    page.get_by_role("button", name="保存并确认").click()
    expect(page.locator(".banner")).to_contain_text("2028年12月31日")
    expect(page.locator(".banner")).not_to_contain_text("据原文")

    expect(page.locator("article.award")).to_have_count(3)
    for left in (2, 1, 0):
        page.get_by_role("button", name="核准", exact=True).first.click()
        expect(page.locator("article.award")).to_have_count(left)
    expect(page.get_by_text("已核准 3 条")).to_be_visible()
    assert serious(page) == []

    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("正在服务")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="看正文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("智能机器人")
    page.goto(own_site)
    page.fill("#q", "马鞍山设备投资800万元能补多少？")
    page.keyboard.press("Enter")
    expect(page.locator(".turn[data-id]")).to_contain_text(re.compile("88万元"), timeout=60_000)
    expect(page.locator(".turn[data-id]")).not_to_contain_text("测算草案")
    assert page.faults == []
    assert [url for url in page.requests if not url.startswith((own_site, "data:"))] == []
