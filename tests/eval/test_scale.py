"""The generated corpus and what is measured on it. The figures themselves depend on the machine."""

from assistant.settings import Settings
from eval.scale.corpus import REGIONS, write_corpus
from eval.scale.measure import BUDGET, GROWING, growth, measure, over_budget
from index.documents.library import load_library


def test_the_same_seed_writes_the_same_documents(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_corpus(tmp_path / name, 7, seed)
    texts = {
        name: [path.read_bytes() for path in sorted((tmp_path / name).glob("*/source.txt"))] for name in ("a", "b", "c")
    }
    assert texts["a"] == texts["b"]
    assert texts["a"] != texts["c"]


def test_a_generated_document_is_as_large_as_a_real_one(tmp_path):
    before = {path: path.stat().st_mtime_ns for path in load_library().folder.rglob("*")}
    write_corpus(tmp_path, 7)
    library = load_library(tmp_path)
    assert len(library.documents) == 7
    generated = [d for d in library.documents.values() if d.region in REGIONS]
    assert len(generated) == 2
    for document in generated:
        assert 90 <= sum(1 for clause in document.clauses if clause.number) <= 130
        assert 180 <= len(document.passages) <= 260
    assert before == {path: path.stat().st_mtime_ns for path in load_library().folder.rglob("*")}


def test_six_documents_are_measured_whole(data_dir):
    figures = measure(Settings(data_dir=data_dir), 6)
    assert figures["documents"] == 6
    assert figures["sentences"] > 700
    assert figures["added_sentences"] > 180
    assert figures["agreement_top10"] == 1.0
    assert all(figures[name] > 0 for name in BUDGET)
    assert figures["open_s"] <= figures["start_s"]


def test_what_exceeds_its_budget_is_named():
    within = dict.fromkeys(BUDGET, 1.0)
    assert over_budget(within) == []
    assert over_budget(within | {"start_s": 20.0}) == ["start_s 20.0 > 15.0"]


def test_growth_is_fitted_over_the_sizes():
    rows = [{"sentences": n * 1_000} | dict.fromkeys(GROWING, 3.0 + 2.0 * n) for n in (1, 10, 100)]
    assert growth(rows)["start_s"] == "3 + 2 × 千句"
