"""The gradio application beside the pages: its client gets the same answer, its page opens and speaks Chinese."""

import subprocess
import sys

import httpx
import pytest
from playwright.sync_api import expect

from tests.servers.application import running

QUESTION = "绍兴国家级专精特新小巨人奖励多少？"


@pytest.fixture(scope="module")
def whole(data_dir):
    """The whole application, gradio with it, in a process of its own: as it is run."""
    with running(data_dir) as (url, _):
        yield url


CLIENT = """
import sys
from gradio_client import Client
print(Client(sys.argv[1], verbose=False).predict(sys.argv[2], api_name="/ask"))
"""


def test_a_gradio_client_gets_the_answer_with_its_sources(whole):
    command = [sys.executable, "-c", CLIENT, f"{whole}/gradio/", QUESTION]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    assert "150万元" in said
    assert "依据" in said


@pytest.mark.browser
def test_its_page_answers_and_asks_no_other_host(whole, chromium):
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{whole}/gradio/")
    box = page.locator("textarea").first
    expect(box).to_be_visible(timeout=60_000)
    box.fill(QUESTION)
    box.press("Enter")
    expect(page.get_by_text("150万元").first).to_be_visible(timeout=60_000)
    assert [url for url in asked if not url.startswith((whole, "data:", "blob:"))] == []
    context.close()


def test_the_pages_stand_beside_it(whole):
    with httpx.Client(base_url=whole) as web:
        assert "问政策" in web.get("/").text
        assert web.get("/nope", headers={"accept": "text/html"}).status_code == 404
        assert "unsafe-eval" not in web.get("/").headers["content-security-policy"]
        assert "unsafe-eval" in web.get("/gradio/").headers["content-security-policy"]
        assert web.get("/gradio", headers={"accept": "text/html"}, follow_redirects=True).status_code == 200
