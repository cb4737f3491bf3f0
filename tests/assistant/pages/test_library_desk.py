"""The editors' desk without a browser: what is refused changes nothing, what two people do at once loses nothing."""

import re
import shutil
from html import unescape

import httpx
import pytest

from assistant.clock import fixed
from assistant.memory.store import Memory
from assistant.refresh import Serving
from assistant.settings import Settings
from index.documents.states import history
from tests.assistant.pages.conftest import AS_OF

NOTICE = """滁州市支持光伏产业发展若干措施
滁政办测〔2026〕5号
第一条　对当年设备投资200万元以上的光伏企业，按设备投资额的8%给予补助，单个项目最高260万元。
第二条　首次认定为国家级、省级绿色工厂的，分别奖励60万元、20万元。
第三条　本措施自2026年1月1日起施行，有效期至2027年12月31日。
滁州市人民政府办公室
2025年12月20日
"""
HERE = "/library/desk/chuzhou-2025"


@pytest.fixture(scope="module")
def settings(data_dir, tmp_path_factory):
    own = tmp_path_factory.mktemp("desk")
    shutil.copytree(data_dir, own, dirs_exist_ok=True)
    return Settings(data_dir=own)


@pytest.fixture(scope="module")
def desk(settings, serve_pages):
    memory = Memory(settings.data_dir / "memory.db")
    with (
        serve_pages(Serving(settings, fixed(AS_OF)), settings, memory) as url,
        httpx.Client(base_url=url, timeout=60, follow_redirects=True) as client,
    ):
        client.memory = memory
        yield client


@pytest.fixture(scope="module")
def brought(desk, settings):
    answer = desk.post("/library/desk", files={"file": ("光伏.txt", NOTICE.encode())})
    assert str(answer.url).endswith(HERE)
    return settings.data_dir / "corpus" / "chuzhou-2025"


def stamp(page):
    return re.search(r'name="seen" value="([^"]+)"', page)[1]


def said(page):
    return re.search(r'<section class="problem">.*?<p>(.*?)</p>', page, re.S)[1]


def fields(**changed):
    given = {
        "title": "滁州市支持光伏产业发展若干措施",
        "region": "滁州",
        "issuer": "滁州市人民政府办公室",
        "number": "滁政办测〔2026〕5号",
        "issued": "2025-12-20",
        "valid_from": "2026-01-01",
        "valid_to": "2027-12-31",
    }
    return {**given, **changed}


def test_what_was_read_stands_beside_the_words_it_was_read_from(desk, brought):
    page = unescape(desk.get(HERE).text)
    for words in ("“自2026年1月1日起施行", "第一条", "滁政办测〔2026〕5号", "单个项目最高"):
        assert words in page or words.replace("“", "") in page
    assert (brought / "source.txt").read_text(encoding="utf-8") == NOTICE


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("空.txt", b"", "空"),
        ("坏.docx", b"no zip", "坏.docx"),
        ("图.exe", b"MZ\x00\x00", "不能收录 .exe"),
        ("光伏.txt", NOTICE.encode(), "已经收录"),
    ],
)
def test_a_file_that_is_not_taken_is_named_with_why(desk, brought, name, data, why):
    before = sorted(brought.parent.iterdir())
    answer = desk.post("/library/desk", files={"file": (name, data)})
    assert answer.status_code == 400
    assert why in said(answer.text)
    assert sorted(brought.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"valid_to": "2025-01-01"}, "早于施行日"),
        ({"valid_to": "明年底"}, "不是日期"),
        ({"region": "亚特兰蒂斯"}, "行政区划表里没有"),
        ({"seen": "0000"}, "另一个人改过"),
    ],
)
def test_a_wrong_correction_changes_nothing(desk, brought, changed, why):
    form = {"seen": stamp(desk.get(HERE).text), **fields(**changed)}
    answer = desk.post(f"{HERE}/fields", data=form)
    assert answer.status_code == 400
    assert why in said(answer.text)
    assert not (brought / "document.yaml").exists()


def test_an_award_may_be_rewritten_as_long_as_the_clause_says_it(desk, brought):
    page = desk.get(HERE).text
    rule = unescape(re.search(r'name="rule" value="([^"]+:rate)"', page)[1])
    written = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1])
    wrong = desk.post(
        f"{HERE}/awards", data={"rule": rule, "decision": "approve", "instead": written.replace("8%", "9%")}
    )
    assert wrong.status_code == 400
    assert "9%" in said(wrong.text)
    assert not (brought / "rules" / "第一条.yaml").exists()
    better = re.sub(r"title: .*", "title: 光伏设备补助", written, count=1)
    desk.post(f"{HERE}/awards", data={"rule": rule, "decision": "approve", "instead": better})
    assert "光伏设备补助" in (brought / "rules" / "第一条.yaml").read_text(encoding="utf-8")
    assert "光伏设备补助" in desk.get(HERE).text


def test_a_refused_award_does_not_come_back(desk, brought):
    rule = unescape(re.search(r'name="rule" value="([^"]+:levels)"', desk.get(HERE).text)[1])
    page = desk.post(f"{HERE}/awards", data={"rule": rule, "decision": "reject", "why": "由评审定"}).text
    assert f'value="{rule}"' not in page


def test_every_step_is_on_record(desk, brought):
    desk.post(f"{HERE}/publish")
    desk.post(f"{HERE}/withdraw", data={"why": "发错了"})
    assert [step.state for step in history(brought)] == ["draft", "published", "withdrawn"]
    actions = [entry.action for entry in desk.memory.audit.entries(0, 100)]
    assert actions[-2:] == ["document.publish", "document.withdraw"]
    assert {"document.add", "award.approve", "award.reject"} <= set(actions)


def test_shipped_documents_are_not_on_the_desk(desk):
    assert desk.get("/library/desk/shaoxing-2025").status_code == 400
    assert desk.get("/library/desk/nothing").status_code == 404
