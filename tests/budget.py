"""What the pages cost, measured in a real browser: `python -m tests.budget`.

Bytes over the wire a page (with an empty cache), requests to other hosts, and the milliseconds from sending a
question to its first words on the screen. Figures depend on the machine: this measures, the tests do not.
"""

from __future__ import annotations

import contextlib
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from assistant.api.app import create_api
from assistant.clock import fixed
from assistant.memory.store import Memory
from assistant.pages.router import add_pages
from assistant.pipeline import Assistant
from assistant.settings import Settings
from tests.pictures import ARGUMENTS, AS_OF
from tests.servers.application import serving

PAGES = [
    "/",
    "/hotline",
    "/calculator",
    "/calculator/company?city=绍兴",
    "/library",
    "/library/desk",
    "/library/changsha-2023",
    "/library/shaoxing-2025",
]
QUESTIONS = [
    "绍兴国家级专精特新小巨人奖励多少？", "那杭州呢？", "绍兴设备投资800万元补多少", "节水型企业奖励，长沙和绍兴比一比",
    "长政办发〔2021〕12号还有效吗？", "绍兴数字化示范园区要满足什么条件？",
]  # fmt: skip
WATCH = """() => {
    window.first = 0;
    new MutationObserver(() => {
        const line = document.querySelector('.turn:last-child .lead-line, .turn:last-child[data-id] .reply p');
        if (line && !window.first) window.first = performance.now();
    }).observe(document.getElementById('turns'), { childList: true, subtree: true });
}"""


def weigh(browser: Browser, url: str, path: str) -> tuple[int, list[str]]:
    """(bytes received, requests to other hosts) of one visit."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received = [0]
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url + path)
    page.wait_for_load_state("networkidle")
    context.close()
    return sum(received), [each for each in asked if not each.startswith((url, "data:"))]


def first_words(browser: Browser, url: str) -> list[float]:
    """Milliseconds from sending each question of a talk to its first words."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(url)
    page.evaluate(WATCH)
    times = []
    for n, question in enumerate(QUESTIONS, 1):
        page.fill("#q", question)
        page.evaluate(
            "window.first = 0; window.sent = performance.now(); document.getElementById('ask').requestSubmit()"
        )
        expect(page.locator(".turn[data-id]")).to_have_count(n, timeout=60_000)
        times.append(page.evaluate("window.first - window.sent"))
    context.close()
    return times


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as open_:
        settings = Settings()
        assistant = open_.enter_context(contextlib.closing(Assistant.open(settings, fixed(AS_OF))))
        assistant.warm_up()
        memory = open_.enter_context(contextlib.closing(Memory(Path(folder) / "memory.db")))
        app = create_api(assistant, settings, memory)
        add_pages(app)
        url = open_.enter_context(serving(app))
        playwright = open_.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for path in PAGES:
            weight, outside = weigh(browser, url, path)
            print(f"{path}: {weight / 1000:.0f} kB, {len(outside)} requests to other hosts")
        times = first_words(browser, url)
        print(f"first words: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
