"""Seeded damages over all files of a small index; two hundred of them by `python -m eval damage`."""

from pathlib import Path

from eval.damage import measure, summary
from index.documents.library import load_library
from index.store.build import build


def corpus(folder: Path) -> Path:
    place = folder / "some-city"
    place.mkdir(parents=True)
    place.joinpath("source.txt").write_text(
        "关于发展的办法\n\n1.对智能工厂，给予50万元奖励。\n\n2.小巨人奖励30万元。\n", "utf-8"
    )
    place.joinpath("document.yaml").write_text(
        "title: 关于发展的办法\nissuer: 某市经信局\nregion: 某市\nregion_level: city\nprovince: 某省\nsource: 测试\n"
        "validity: {draft: true}\n",
        "utf-8",
    )
    return folder


def test_every_damage_is_noticed_or_harmless_and_every_one_is_mended(tmp_path):
    texts = corpus(tmp_path / "corpus")
    build(load_library(texts), tmp_path / "index")
    found = list(measure(texts, tmp_path / "index", range(24)))
    assert summary(found)["wrong"] == []
    assert {each.outcome for each in found} >= {"detected"}
    assert len({each.file for each in found}) > 6
    assert all(each.said for each in found if each.outcome == "detected")
