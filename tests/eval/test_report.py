"""The page: about a real run, self-contained, and driven in a real browser."""

import json
import re

import pytest

from eval.dataset import read_dataset
from eval.errors import RunInvalid
from eval.report import write_report
from eval.run_folder import Scores, read_run
from eval.runner import run
from eval.systems.ours import InProcess

ITEMS = [
    {"id": "giant", "kind": "lookup", "question": "绍兴小巨人奖励多少？", "must_include": ["150万"],
     "gold": [{"doc": "shaoxing-2025.txt", "quote": "当年认定为国家级专精特新“小巨人”企业的,一次性奖励150万元"}]},
    {"id": "never", "kind": "<b>新类型</b>", "question": "<script>alert(1)</script>绍兴小巨人奖励多少？", "must_include": ["不可能说的话"]},
    {"id": "sum", "kind": "fixed", "question": "绍兴四星级企业管理标杆奖多少？", "doc": "shaoxing-2025",
     "expected": {"semantics": "exact", "amount_yuan": "50000"}},
]  # fmt: skip


@pytest.fixture
def finished(assistant, tmp_path):
    datasets = []
    for name, items in (("qa", ITEMS[:2]), ("calc", ITEMS[2:])):
        path = tmp_path / "own" / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(json.dumps(item, ensure_ascii=False) for item in items), encoding="utf-8")
        datasets.append(read_dataset(path))
    run(InProcess(assistant), datasets, tmp_path / "run", progress=False)
    return read_run(tmp_path / "run")


@pytest.fixture
def page(finished, tmp_path):
    """A report against a baseline in which the first question had failed."""
    before = {key: dict(row) for key, row in finished.scores.items.items()}
    before["own/qa/giant"]["right"] = 0.0
    write_report(finished, tmp_path / "report.html", Scores(finished.scores.groups, before))
    return tmp_path / "report.html"


def test_the_page_asks_nothing_of_anybody_and_escapes_what_it_shows(page):
    html = page.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href|action)=[\"'](?!#)|url\(|@import", html)
    assert "default-src 'none'" in html
    assert "<script>alert(1)</script>" not in html
    assert "<b>新类型</b>" not in html


def test_gold_is_marked_in_the_clause(page):
    html = page.read_text(encoding="utf-8")
    marked = re.findall(r'<mark class="cited gold">([^<]*)</mark>', html)
    assert any("一次性奖励150万元" in text for text in marked)


def test_datasets_that_changed_since_are_refused(finished, tmp_path):
    file = tmp_path / "own" / "qa.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("150万", "160万"), encoding="utf-8")
    with pytest.raises(RunInvalid, match="own/qa"):
        write_report(finished, tmp_path / "report.html")


@pytest.mark.browser
def test_items_can_be_filtered_and_opened(page):
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        tab = browser.new_page()
        asked, mistakes = [], []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: mistakes.append(str(error)))
        tab.goto(page.as_uri())
        expect(tab.locator("output")).to_have_text("3 / 3 题")
        tab.get_by_label("结果").select_option("没有答对")
        expect(tab.locator("output")).to_have_text("1 / 3 题")
        tab.get_by_label("结果").select_option("变好")
        expect(tab.locator("output")).to_have_text("1 / 3 题")
        tab.get_by_label("结果").select_option("全部")
        tab.get_by_label("含有").fill("标杆奖多少")
        expect(tab.locator("output")).to_have_text("1 / 3 题")
        tab.locator(".worst a").first.click()  # a link to an item that the filter hides shows it all the same
        expect(tab.locator("details.item[open]")).to_have_count(1)
        expect(tab.locator("details.item[open] .answer")).to_be_visible()
        assert mistakes == []
        assert asked == [page.as_uri()]
        browser.close()
