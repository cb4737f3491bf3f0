"""A running server takes up a new version: nobody waits, and answers under way end on the version they began with."""

import threading
from pathlib import Path

import pytest

from assistant import refresh
from assistant.refresh import Refresher


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(refresh, "EVERY", 0.0)


def settled(refresher: Refresher) -> str | None:
    """What serves once no opening is under way."""
    refresher.latest()
    while any(thread.name == "refresh" for thread in threading.enumerate()):
        for thread in threading.enumerate():
            if thread.name == "refresh":
                thread.join()
    return refresher.latest()


def point(path: Path, name: str) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(name, encoding="utf-8")
    beside.replace(path)


def test_nothing_is_opened_until_the_pointer_changes(tmp_path):
    pointer = tmp_path / "current"
    point(pointer, "a")
    refresher = Refresher(pointer, lambda: pointer.read_text("utf-8"))
    assert settled(refresher) is None
    point(pointer, "b")
    assert settled(refresher) == "b"
    point(pointer, "c")
    assert settled(refresher) == "c"


def test_the_old_version_goes_on_while_the_new_one_opens_and_if_it_cannot(tmp_path):
    pointer, may_open = tmp_path / "current", threading.Event()
    point(pointer, "a")

    def reopen() -> str:
        may_open.wait()
        if pointer.read_text("utf-8") == "broken":
            raise OSError("broken")
        return pointer.read_text("utf-8")

    refresher = Refresher(pointer, reopen)
    point(pointer, "b")
    assert refresher.latest() is None
    assert refresher.latest() is None  # a second look opens nothing beside the first
    may_open.set()
    assert settled(refresher) == "b"
    point(pointer, "broken")
    assert settled(refresher) == "b"
    point(pointer, "d")
    assert settled(refresher) == "d"


def test_a_pointer_that_goes_away_changes_nothing(tmp_path):
    pointer = tmp_path / "current"
    point(pointer, "a")
    refresher = Refresher(pointer, lambda: "new")
    pointer.unlink()
    assert settled(refresher) is None
