"""A policy text is data: whatever markup it holds, the pages show it as text and run none of it."""

import pytest
from playwright.sync_api import expect

from assistant.memory.store import Memory
from assistant.pipeline import Assistant
from assistant.settings import Settings
from index.documents.library import load_library
from index.store.build import build

pytestmark = pytest.mark.browser

MARKUP = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
SOURCE = f"""某市奖励办法{MARKUP}

一、奖励{MARKUP}
（一）标准。对袜子企业{MARKUP}奖励5万元。
（二）附则。本办法由某局{MARKUP}解释。
"""
METADATA = f"""title: '某市奖励办法{MARKUP}'
short_title: '某市办法{MARKUP}'
issuer: '某局{MARKUP}'
region: '某市'
source: '网上{MARKUP}'
"""


@pytest.fixture(scope="module")
def hostile_url(tmp_path_factory, serve_pages):
    corpus, data = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("data")
    (corpus / "hostile").mkdir()
    (corpus / "hostile" / "source.txt").write_text(SOURCE, encoding="utf-8")
    (corpus / "hostile" / "document.yaml").write_text(METADATA, encoding="utf-8")
    settings = Settings(data_dir=data, corpus_dir=corpus)
    build(load_library(corpus), settings.index_dir)
    with serve_pages(Assistant.open(settings), settings, Memory(data / "memory.db")) as url:
        yield url


@pytest.mark.parametrize(
    ("path", "seen"),
    [("/library", "某市奖励办法<img"), ("/library/hostile", "对袜子企业<img"), ("/library?q=袜子", "对袜子企业<img"),
     ("/calculator", "某市奖励办法<img"), ("/calculator/company", "我的企业")],
)  # fmt: skip
def test_markup_in_a_policy_is_shown_as_text(visit, hostile_url, path, seen):
    page = visit(path, base=hostile_url)
    expect(page.locator("main")).to_contain_text(seen)
    assert page.evaluate("window.hacked") is None


def test_markup_in_a_policy_is_text_at_the_hotline(visit, hostile_url):
    page = visit("/hotline", base=hostile_url)
    page.keyboard.type("袜子企业奖励多少")
    expect(page.locator(".hit").first).to_contain_text("<img")
    page.keyboard.press("Enter")
    expect(page.locator(".script-text")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img").count() == 0
