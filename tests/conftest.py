"""One real index and one real assistant for all tests: built once, used everywhere."""

from pathlib import Path

import pytest

from assistant.clock import fixed
from assistant.pipeline import Assistant
from assistant.settings import Settings
from index.documents.library import load_library
from index.search.searcher import Searcher
from index.store.build import build


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory) -> Path:
    """A data folder with a freshly built index."""
    folder = tmp_path_factory.mktemp("data")
    build(load_library(), folder / "index")
    return folder


@pytest.fixture(scope="session")
def searcher(data_dir):
    opened = Searcher.open(data_dir / "index")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def assistant(data_dir):
    from datetime import date

    opened = Assistant.open(Settings(data_dir=data_dir), fixed(date(2026, 11, 22)))
    yield opened
    opened.close()
