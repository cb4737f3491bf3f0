"""The load command against a server that it starts itself, small and bounded."""

import pytest

from assistant.errors import RequestInvalid
from assistant.settings import Settings
from eval.load import measure


def test_a_small_load_has_no_error_and_leaves_the_data_folder_alone(data_dir):
    before = sorted(path.name for path in data_dir.iterdir())
    found = measure(Settings(data_dir=data_dir), chats=3, turns=12)
    assert (found["errors"], found["turns"]) == (0, 12)
    assert found["p50_s"] <= found["p95_s"]
    assert found["rss_final_mb"] > 0
    assert sorted(path.name for path in data_dir.iterdir()) == before


@pytest.mark.parametrize("url", ["http://192.0.2.1:7860", "https://policy.example.cn", "nonsense"])
def test_only_this_machine_is_loaded(data_dir, url):
    with pytest.raises(RequestInvalid, match="本机"):
        measure(Settings(data_dir=data_dir), chats=1, turns=1, url=url)
