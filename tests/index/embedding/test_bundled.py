"""The bundled model: the same bits on every way to it, and no torch where questions are asked."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embedding.bundled import BundledEmbedder, load_engine
from index.embedding.embedder import model_id, open_builder, open_embedder
from index.errors import EmbeddingUnavailable

ROOT = Path(__file__).resolve().parents[3]
TEXTS = ["绍兴小巨人奖励多少", "首台（套）", "DCMM 3级 " * 40, "a"]


@pytest.fixture(scope="module")
def direct():
    return BundledEmbedder()


def test_the_builder_and_the_asker_are_equal_bit_for_bit(direct):
    builder = open_builder()
    many = TEXTS * 9  # more than one step of the progress bar
    for text in TEXTS:
        assert np.array_equal(direct.encode_query(text), builder.encode_query(text))
    alone = np.stack([direct.encode_document([text])[0] for text in many])
    assert np.array_equal(alone, builder.encode_document(many))
    assert (direct.model_id, direct.dimension) == (builder.model_id, builder.dimension)


def test_vectors_are_unit_float32_of_the_dimension(direct):
    rows = direct.encode_document(TEXTS)
    assert rows.shape == (len(TEXTS), direct.dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_documents_give_no_rows(direct):
    assert direct.encode_document([]).shape == (0, direct.dimension)


def test_a_question_and_a_document_of_the_same_words_differ(direct):
    """The e5 prefixes are added by the engine: `query: ` and `passage: `."""
    assert not np.array_equal(direct.encode_query("链主"), direct.encode_document(["链主"])[0])


@pytest.mark.parametrize("written", ["小巨人\0奖励", "小巨人\u200b奖励", "小巨人\x07奖励"])
def test_control_characters_neither_truncate_nor_change_the_vector(direct, written):
    assert np.array_equal(direct.encode_query(written), direct.encode_query("小巨人奖励"))


def test_width_and_case_do_not_matter(direct):
    assert np.array_equal(direct.encode_query("ＤＣＭＭ　３级"), direct.encode_query("dcmm 3级"))


def test_what_the_engine_is_told_at_loading_reaches_no_other_process(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    before = dict(os.environ)
    load_engine(threads=2)
    assert dict(os.environ) == before


def test_twenty_threads_get_the_same_bits():
    embedder = BundledEmbedder()
    alone = {text: BundledEmbedder().encode_query(text) for text in TEXTS}
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda n: (n % 4, embedder.encode_query(TEXTS[n % 4])), range(60)))
    assert all(np.array_equal(vector, alone[TEXTS[n]]) for n, vector in found)


def test_a_cached_vector_cannot_be_changed_by_its_reader(direct):
    with pytest.raises(ValueError, match="read-only"):
        direct.encode_query("缓存")[0] = 1.0


def test_neither_building_nor_asking_needs_torch(data_dir):
    """`import torch` costs seconds and hundreds of MB, which only another model needs."""
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('torch', 'sentence_transformers', 'transformers')));"
        "from pathlib import Path; from index.search.searcher import Searcher;"
        "from index.embedding.embedder import open_builder, open_embedder; from index.errors import EmbeddingUnavailable;"
        "open_builder().encode_document(['小巨人']);"
        f"s = Searcher.open(Path({str(data_dir / 'index')!r}));"
        "assert s.search('绍兴小巨人奖励多少')[0].clause_id == 'shaoxing-2025/（十二）'; s.close();"
        "\ntry: open_embedder('some-model')\nexcept EmbeddingUnavailable as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert "pip install 'policy-assistant[transformers]'" in done.stdout, done.stderr


def test_another_model_is_one_setting_and_a_missing_one_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert model_id("bundled") != model_id(str(tmp_path)) == str(tmp_path)
    with pytest.raises(EmbeddingUnavailable, match="POLICY_EMBEDDING_MODEL"):
        open_embedder(str(tmp_path / "nothing-here"))


def test_any_sentence_transformers_folder_works(tmp_path):
    """A tiny static model made here, so that the other branch is real."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    BoW_model = SentenceTransformer(modules=[BoW(vocab=["小巨人", "奖励", "链主"])], device="cpu")
    BoW_model.save(str(tmp_path / "model"))
    embedder = open_embedder(str(tmp_path / "model"))
    query = embedder.encode_query("小巨人")
    assert query.shape == (embedder.dimension,) == (3,)
    assert np.isclose(np.linalg.norm(embedder.encode_document(["小巨人 奖励"])), 1)
