"""A document's standing at the first and last day of its period, and a day to either side."""

from datetime import date

import pytest

from index.documents.library import load_library
from index.documents.metadata import Metadata
from index.documents.parsed import parse_document
from index.documents.roundtrip import findings
from index.documents.status import document_status, event_in_period

LIBRARY = load_library()


@pytest.mark.parametrize(
    ("document_id", "day", "expected"),
    [
        ("shaoxing-2025", "2024-12-31", "not_yet"),
        ("shaoxing-2025", "2025-01-01", "in_force"),
        ("shaoxing-2025", "2026-12-31", "in_force"),
        ("shaoxing-2025", "2027-01-01", "expired"),
        ("hangzhou-2023", "2025-12-31", "draft"),
        ("hangzhou-2023", "2026-01-01", "draft_expired"),
        ("changsha-2023", "2023-01-01", "draft"),
        ("changsha-2023", "2030-01-01", "draft"),
        ("changsha-plan-2021", "2020-12-31", "not_yet"),
        ("changsha-plan-2021", "2021-01-01", "in_force"),
        ("changsha-plan-2021", "2023-12-31", "in_force"),
        ("changsha-plan-2021", "2024-01-01", "expired"),
        ("hunan-regulation-2022", "2022-02-28", "not_yet"),
        ("hunan-regulation-2022", "2022-03-01", "in_force"),
        ("hunan-regulation-2022", "2099-12-31", "in_force"),
    ],
)
def test_status_at_the_edges_of_the_period(document_id, day, expected):
    status = document_status(LIBRARY.document(document_id), date.fromisoformat(day))
    assert status.status == expected
    assert LIBRARY.document(document_id).title in status.banner


def test_a_repealed_document_is_repealed_from_that_day_on():
    metadata = Metadata.model_validate(
        {"title": "某市办法", "region": "某市", "validity": {"repealed_on": "2024-05-01"}}
    )
    document = parse_document("t", "一、甲。\n", metadata)
    assert document_status(document, date(2024, 4, 30)).status == "in_force"
    repealed = document_status(document, date(2024, 5, 1))
    assert repealed.status == "repealed"
    assert "2024年5月1日" in repealed.banner


def test_banners_say_what_the_reader_must_know():
    today = date(2026, 11, 22)
    banner = {name: document_status(document, today).banner for name, document in LIBRARY.documents.items()}
    assert "征求意见稿" in banner["changsha-2023"]
    assert "有效期3年" in banner["changsha-2023"]
    assert "未载明公布日期" in banner["changsha-2023"]
    assert "正式文本" in banner["changsha-2023"]
    assert "征求意见稿" in banner["hangzhou-2023"]
    assert "2025年12月31日" in banner["hangzhou-2023"]
    assert "2026年12月31日" in banner["shaoxing-2025"]
    assert "2023年12月31日到期" in banner["changsha-plan-2021"]
    assert "2022年3月1日起施行" in banner["hunan-regulation-2022"]


@pytest.mark.parametrize("document_id", LIBRARY.documents)
def test_the_period_is_quoted_verbatim_from_the_clause_named(document_id):
    document = LIBRARY.document(document_id)
    quotes = document_status(document, date(2026, 11, 22)).quotes
    assert quotes
    for clause_id, quote in quotes:
        clause = LIBRARY.clause(clause_id)
        assert quote in "".join(document.source[a:b] for a, b in clause.own_spans)


def test_check_reports_a_quote_that_is_not_there():
    validity = {"valid_to": "2025-12-31", "quotes": [{"clause": "t/一", "quote": "有效期至2026年"}]}
    metadata = Metadata.model_validate({"title": "某市办法", "region": "某市", "validity": validity})
    assert any("有效期至2026年" in f for f in findings(parse_document("t", "一、有效期至2025年。\n", metadata)))


@pytest.mark.parametrize(
    ("document_id", "day", "expected"),
    [
        ("shaoxing-2025", "2024-12-31", False),
        ("shaoxing-2025", "2025-01-01", True),
        ("shaoxing-2025", "2026-12-31", True),
        ("shaoxing-2025", "2027-01-01", False),
        ("hangzhou-2023", "2026-01-01", False),
        ("hangzhou-2023", "2024-06-01", None),
        ("hunan-regulation-2022", "2022-02-28", False),
        ("hunan-regulation-2022", "2022-03-01", True),
        ("changsha-2023", "2024-06-01", None),
    ],
)
def test_whether_a_fact_falls_into_the_period(document_id, day, expected):
    assert event_in_period(LIBRARY.document(document_id), date.fromisoformat(day)) is expected
