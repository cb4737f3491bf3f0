"""From the drop of a document to its first answer, in seconds a step: `python -m tests.arrival [--runs N]`.

A Word file of 4,000 characters goes through the editors' desk of a running, warmed-up service, is published, and is
asked about until an answer rests on it. Figures depend on the machine: this measures, the tests do not.
"""

from __future__ import annotations

import argparse
import io
import re
import statistics
import time

import docx
import httpx

from tests.desk import own_service
from tests.pictures import AS_OF

CHARACTERS = 4_000
PLACES = ("宣城", "池州", "铜陵", "安庆", "淮北", "淮南", "宿州", "阜阳")
_HEAD = "{place}市支持装备制造业高质量发展若干措施\n{short}政办测〔2026〕8号\n一、支持措施\n"
_CLAUSE = (
    "（{n}）支持第{n}类装备。对当年设备投资{a}万元以上的第{n}类装备企业，按设备投资额的{b}%给予补助，单个项目最高{c}万元。"
    "企业应当在项目竣工后六个月内提出申请，由所在县区初审后报市级主管部门审核，经公示无异议后拨付资金。\n"
)
_FOOT = (
    "二、附则\n（九十）本措施自2026年1月1日起施行，有效期至2028年12月31日。\n{place}市人民政府办公室\n2025年12月20日\n"
)


def notice(place: str) -> bytes:
    """A Word file of some 4,000 characters, a clause a paragraph."""
    text, n = _HEAD.format(place=place, short=place[0]), 0
    numerals = "一二三四五六七八九"
    while len(text) < CHARACTERS - 100:
        n += 1
        tens, ones = divmod(n, 10)
        name = (("" if tens == 1 else numerals[tens - 1]) + "十" if tens else "") + (numerals[ones - 1] if ones else "")
        text += _CLAUSE.format(n=name, a=100 + 10 * n, b=5 + n % 9, c=100 + 20 * n)
    document = docx.Document()
    for line in (text + _FOOT.format(place=place)).splitlines():
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def arrive(client: httpx.Client, place: str) -> dict[str, float]:
    """Seconds of each step for one document."""
    data = notice(place)
    began = last = time.perf_counter()
    steps: dict[str, float] = {}

    def done(name: str) -> None:
        nonlocal last
        now = time.perf_counter()
        steps[name], last = now - last, now

    page = client.post("/library/desk", files={"file": (f"{place}.docx", data)})
    page.raise_for_status()
    done("读入并起草")
    client.post(f"{page.url.path}/publish").raise_for_status()
    done("发布")
    question = f"{place}第三类装备设备投资1000万元能补多少？"
    document_id = page.url.path.rpartition("/")[2]
    while True:
        answer = client.post("/api/ask", json={"question": question, "as_of": str(AS_OF)}).json()
        if any(re.match(f"{document_id}/", each["clause_id"]) for each in answer["citations"]):
            break
        time.sleep(0.2)
    done("换上并回答")
    steps["合计"] = time.perf_counter() - began
    return steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with own_service(AS_OF) as url, httpx.Client(base_url=url, timeout=120, follow_redirects=True) as client:
        runs = [arrive(client, place) for place in PLACES[: given.runs]]
    for name in runs[0]:
        values = sorted(run[name] for run in runs)
        print(f"{name}\t{statistics.median(values):.1f} 秒（{values[0]:.1f}—{values[-1]:.1f}）")


if __name__ == "__main__":
    main()
