"""The pictures of docs/, taken of the real application: `python -m tests.pictures [--out FOLDER]` (`make pictures`).

The clock stands still, so that a picture changes only when the product does.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.api.app import create_api
from assistant.clock import fixed
from assistant.memory.store import Memory
from assistant.pages.router import add_pages
from assistant.pipeline import Assistant
from assistant.settings import Settings
from tests.servers.application import serving

AS_OF = date(2026, 11, 22)
DOCS = Path(__file__).resolve().parent.parent / "docs"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIMPLE = "绍兴国家级专精特新小巨人奖励多少？"
PROFILE = "我们是绍兴的国家级小巨人，设备款约1800万元，主导制定国家标准1项，想上数字化车间，能拿哪些？"


@dataclass(frozen=True)
class Picture:
    """One state: `take` brings the page into it."""

    name: str
    take: Callable[[Page], None]
    path: str = "/"
    width: int = 1440
    height: int = 900
    dark: bool = False


def asked(*questions: str) -> Callable[[Page], None]:
    def take(page: Page) -> None:
        for n, question in enumerate(questions, 1):
            page.fill("#q", question)
            page.keyboard.press("Enter")
            expect(page.locator(".turn[data-id]")).to_have_count(n, timeout=60_000)

    return take


def nothing(page: Page) -> None:
    page.wait_for_load_state("networkidle")


def lost(page: Page) -> None:
    asked(SIMPLE)(page)
    page.route("**/*", lambda route: route.abort())
    page.fill("#q", "设备投资800万元呢？")
    page.keyboard.press("Enter")
    expect(page.locator("#lost")).to_be_visible()


def basis(page: Page) -> None:
    asked(SIMPLE)(page)
    page.locator(".cite").first.click()


def typed(page: Page) -> None:
    page.fill("#q", "设备投资 800万")
    expect(page.locator(".hit").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#script")).to_be_visible(timeout=60_000)


def filled(page: Page) -> None:
    page.locator(".rule-list a").first.click()
    page.wait_for_load_state("networkidle")


PICTURES = [
    Picture("chat-empty", nothing),
    Picture("chat", asked(SIMPLE)),
    Picture("chat-missing", asked("绍兴设备投资能补多少？")),
    Picture("chat-comparison", asked("节水型企业奖励，长沙和绍兴比一比")),
    Picture("chat-profile", asked(PROFILE)),
    Picture("chat-refusal", asked("北京有什么补贴？")),
    Picture("chat-greeting", asked("你好")),
    Picture("chat-lost", lost),
    Picture("chat-phone", asked("节水型企业奖励，长沙和绍兴比一比"), width=390, height=844),
    Picture("chat-dark", asked(SIMPLE, "绍兴设备投资800万元补多少？"), dark=True),
    Picture("hotline", typed, "/hotline"),
    Picture("calculator", filled, "/calculator"),
    Picture("library", nothing, "/library"),
]
# Looked at, not kept.
MORE = [
    Picture("more-phone-empty", nothing, width=390, height=844),
    Picture("more-phone-missing", asked("绍兴设备投资能补多少？"), width=390, height=844),
    Picture("more-phone-basis", basis, width=390, height=844),
    Picture("more-dark-empty", nothing, dark=True),
    Picture("more-dark-phone", asked("绍兴设备投资能补多少？"), width=390, height=844, dark=True),
    Picture("more-dark-hotline", typed, "/hotline", dark=True),
    Picture("more-dark-calculator", filled, "/calculator", dark=True),
    Picture("more-dark-library", nothing, "/library", dark=True),
    Picture("more-phone-hotline", typed, "/hotline", width=390, height=844),
    Picture("more-phone-calculator", nothing, "/calculator", width=390, height=844),
    Picture("more-list", nothing, "/calculator"),
    Picture("more-company", nothing, "/calculator/company"),
    Picture("more-document", nothing, "/library/shaoxing-2025"),
    Picture("more-nope", nothing, "/nope"),
]


def take(browser: Browser, url: str, picture: Picture, folder: Path) -> None:
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
        locale="zh-CN",
        has_touch=picture.width < 500,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url + picture.path)
    picture.take(page)
    page.wait_for_timeout(300)
    page.screenshot(path=folder / f"{picture.name}.png")
    context.close()


DESK = "desk"


def desk(browser: Browser, folder: Path) -> None:
    """The editors' walk, in a service of its own: what it brings does not stay."""
    from tests.desk import own_service, walk

    with own_service(AS_OF) as url:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", reduced_motion="reduce")
        page = context.new_page()

        def shot(name: str) -> None:
            page.wait_for_timeout(300)
            page.screenshot(path=folder / f"{name}.png")
            print(name, flush=True)

        walk(page, url, shot)
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=DOCS)
    parser.add_argument("--more", action="store_true", help="also the states that are only looked at")
    parser.add_argument("--only", default="", help="part of a name")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    wanted = [each for each in (*PICTURES, *(MORE if given.more else ())) if given.only in each.name]
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as open_:
        assistant = open_.enter_context(contextlib.closing(Assistant.open(settings, fixed(AS_OF))))
        assistant.warm_up()  # no picture waits for a model to load
        memory = open_.enter_context(contextlib.closing(Memory(Path(folder) / "memory.db")))
        app = create_api(assistant, settings, memory)
        add_pages(app)
        url = open_.enter_context(serving(app))
        browser = open_.enter_context(sync_playwright()).chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        for picture in wanted:
            take(browser, url, picture, given.out)
            print(picture.name, flush=True)
        if given.only in DESK:
            desk(browser, given.out)
        browser.close()


if __name__ == "__main__":
    main()
