import numpy as np
import pytest

from index.embedding.bundled import BundledEmbedder, packed_file
from index.embedding.unpacked import Unpacked

SAID = "国家级专精特新“小巨人”企业,募集资金50%以上投在长沙的"


@pytest.fixture(scope="module")
def model():
    return Unpacked(packed_file())


def test_the_pieces_follow_each_other_and_leave_nothing_out(model):
    spans = model.tokens(SAID).spans
    assert [a for a, _ in spans[1:]] == [b for _, b in spans[:-1]]
    assert (spans[0][0], spans[-1][1]) == (0, len(SAID))


def test_the_mean_of_the_tokens_is_nearly_the_engines_vector(model):
    engine = BundledEmbedder()
    for text in (SAID.lower(), "按设备投资额的15%给予补助"):
        read = model.tokens(f"query: {text}").vectors.mean(axis=0)
        assert read @ engine.encode_query(text) / np.linalg.norm(read) > 0.97


def test_a_token_is_read_in_its_context(model):
    bank, river = (model.tokens(text).vectors[-1] for text in ("贷款给银行", "沿着河岸走到行"))
    assert not np.allclose(bank, river)


def test_unknown_characters_blanks_and_nothing_at_all(model):
    assert model.tokens("\U0001f99b 奖\u3000励").vectors.shape[1] == 384
    assert model.tokens("").vectors.shape[1] == 384
