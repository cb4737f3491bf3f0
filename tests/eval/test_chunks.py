"""The plain systems: pieces of the real texts, quotes that stand in them."""

import shutil

import pytest

from assistant.answer import AskRequest
from assistant.settings import Settings
from eval.systems.chunks import CHUNK_CHARACTERS, Chunks, cut
from index.documents.library import CORPUS, load_library


def test_pieces_are_cut_from_the_source():
    library = load_library()
    pieces = cut(library)
    assert {piece.document_id for piece in pieces} == set(library.documents)
    for piece in pieces:
        source = library.document(piece.document_id).source
        assert source[piece.start : piece.start + len(piece.text)] == piece.text
        assert len(piece.text) <= CHUNK_CHARACTERS


@pytest.mark.parametrize("name", ["bm25", "naive"])
def test_an_answer_shows_the_openings_of_the_best_pieces(name, data_dir, tmp_path):
    shutil.copytree(CORPUS / "hangzhou-2023", tmp_path / "hangzhou-2023")  # the shortest: embedding takes a while
    settings = Settings(data_dir=data_dir, corpus_dir=tmp_path)
    answer = getattr(Chunks, name)(settings).answer(AskRequest(id="q", question="杭州链主企业有什么奖励？"))
    assert (answer.id, answer.status, len(answer.citations)) == ("q", "answered", 5)
    assert len({hit.clause_id for hit in answer.retrieved}) == len(answer.retrieved) > 5
    for citation in answer.citations:
        ((start, end),) = citation.source_spans
        assert load_library(tmp_path).document(citation.document_id).source[start:end] == citation.quote
        assert citation.text[citation.quote_start : citation.quote_end] == citation.quote
    assert answer.answer.endswith("[5]")
    assert any("链主" in hit.text for hit in answer.retrieved[:5])
