"""A service with data of its own, and a clerk's walk through the editors' desk: what pictures and measures share."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from assistant.api.app import create_api
from assistant.clock import fixed
from assistant.memory.store import Memory
from assistant.pages.router import add_pages
from assistant.refresh import Serving
from assistant.settings import Settings
from tests.servers.application import serving

NOTICE = """马鞍山市支持智能机器人产业发展若干措施
马政办测〔2026〕12号
为推动智能机器人产业集聚发展，制定本措施。
一、支持企业发展
（一）上台阶奖励。企业年度营业收入首次达到3000万元、1亿元、6亿元的，分别给予25万元、70万元、180万元奖励，晋级补差。
（二）设备投资补助。对当年设备投资300万元以上的项目，按设备投资额的11%给予补助，单个项目最高450万元。
（三）创新平台。首次认定为国家级、省级技术中心的，分别奖励90万元、35万元。
二、附则
（四）本措施由市经济和信息化局负责解释。
（五）本措施自2026年3月1日起施行，有效期至2027年12月31日。
马鞍山市人民政府办公室
2026年2月10日
"""
TITLE = NOTICE.splitlines()[0]
QUESTION = "马鞍山设备投资800万元能补多少？"


@contextlib.contextmanager
def own_service(day: date) -> Iterator[str]:
    """The address of a warmed-up service over a copy of the project's data; what it is brought is thrown away."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as open_:
        shutil.copytree(Settings().data_dir, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("memory.db*"))
        settings = Settings(data_dir=Path(folder))
        assistant = open_.enter_context(contextlib.closing(Serving(settings, fixed(day))))
        assistant.warm_up()  # as the server does before it listens
        memory = open_.enter_context(contextlib.closing(Memory(Path(folder) / "memory.db")))
        app = create_api(assistant, settings, memory)  # type: ignore[arg-type]
        add_pages(app)
        yield open_.enter_context(serving(app))


def walk(page: Page, url: str, shot: Callable[[str], None]) -> None:
    """Bring the notice, correct its period, approve three awards, publish, ask; `shot` is told each state's name."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "关于支持智能机器人产业的通知.txt"
        file.write_text(NOTICE, encoding="utf-8")
        page.goto(f"{url}/library/desk")
        shot("desk-drop")
        page.set_input_files("#file", str(file))
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE, timeout=30_000)
    page.fill("#f-to", "2028-12-31")
    page.locator("#fields").scroll_into_view_if_needed()
    shot("desk-read")
    page.get_by_role("button", name="保存并确认").click()
    expect(page.locator(".banner")).to_contain_text("2028年12月31日")
    page.locator("#awards").evaluate("e => e.scrollIntoView()")
    shot("desk-awards")
    for left in (2, 1, 0):
        page.get_by_role("button", name="核准", exact=True).first.click()
        expect(page.locator("article.award")).to_have_count(left)
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("正在服务")).to_be_visible(timeout=60_000)
    shot("desk-published")
    page.goto(url)
    page.fill("#q", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".turn[data-id]")).to_contain_text("88万元", timeout=60_000)
    shot("desk-asked")
