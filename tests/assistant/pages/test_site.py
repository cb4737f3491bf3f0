"""What all server-rendered pages promise: a strict policy, escaped text, files of their own, failures in Chinese."""

import re
from pathlib import Path

import pytest

from assistant.pages.site import HERE, figures, rule_url

PAGES = [
    "/hotline", "/calculator", "/calculator/company", "/library", "/library/shaoxing-2025",
    "/calculator/shaoxing-2025/（八）:equipment-investment",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_run_nothing_but_its_own_files(web, path):
    response = web.get(path)
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_where_it_is(web, path):
    current = re.findall(r'<a href="([^"]+)" aria-current="page">', web.get(path).text)
    assert current == ["/" + path.split("/")[1]]


@pytest.mark.parametrize("template", sorted((HERE / "templates").iterdir()), ids=lambda path: path.name)
def test_no_template_holds_inline_code_or_marks_text_as_safe(template: Path):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\son[a-z]+=|\sstyle=|<style|javascript:|\|\s*safe\b|autoescape", text)
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []
    assert "http://" not in text
    assert "https://" not in text


def test_figures_keep_their_units_and_everything_is_escaped():
    shown = str(figures("奖励1500万元<b>，最高"))
    assert shown == '奖励<span class="figure">1500万元</span>&lt;b&gt;，最高'


def test_files_are_kept_by_browsers_and_nothing_else_is_given_out(web):
    address = re.search(r'href="(/site/site\.css\?v=[0-9a-f]+)"', web.get("/library").text)[1]
    response = web.get(address)
    assert response.headers["content-type"].startswith("text/css")
    assert "immutable" in response.headers["cache-control"]
    for name in ("nothing.css", "..%2Fsite.py", "%2Fetc%2Fpasswd"):
        assert web.get(f"/site/{name}").status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/library/beijing-2020", 404, "没有编号为“beijing-2020”的文件"),
        ("/library/<script>", 404, "没有编号为"),
        ("/calculator/shaoxing-2025/（十二）:nothing", 404, "该条款的规则有"),
        ("/library?as-of=昨天", 400, "日期要写成"),
        ("/hotline/answers/nothing", 404, "没有编号为“nothing”的回答"),
        ("/library?q=" + "长" * 500, 400, "参数不对"),
    ],
)
def test_what_cannot_be_shown_is_explained_on_a_page(web, path, status, said):
    response = web.get(path)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert said in response.text
    assert "<script>" not in response.text


def test_a_rules_address_carries_its_values():
    assert rule_url("a/（一）:b", {"revenue": "1亿元"}) == (
        "/calculator/a/%EF%BC%88%E4%B8%80%EF%BC%89%3Ab?revenue=1%E4%BA%BF%E5%85%83"
    )
