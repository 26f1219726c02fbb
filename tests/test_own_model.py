"""The page "Your own model" under AppTest: a picture in one click, and every refusal a sentence."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save
from streamlit.testing.v1 import AppTest
from torch import nn

from lessons._shared.own_files import EXAMPLE_SEQUENCE
from lstm_viz import record
from lstm_viz.film_bytes import unpack
from tests.pages import handed_over, sound
from tests.test_weights_file import REFUSED, WRONG

APP = str(Path(__file__).parent.parent / "app.py")


def opened() -> AppTest:
    page = AppTest.from_file(APP, default_timeout=120)
    return sound(page.switch_page("lessons/your_own_model.py").run())


def upload(page: AppTest, key: str, name: str, data: bytes) -> AppTest:
    return sound(page.file_uploader(key=key).set_value((name, data, "")).run())


def film(page: AppTest) -> tuple[dict[str, Any], Any]:
    """Return the header and the arrays of the film that the player shows."""
    return unpack(base64.b64decode(handed_over(page, "film")[-1]))


def problems(page: AppTest) -> list[str]:
    return [error.value.replace("\\", "") for error in page.error]


def write(page: AppTest, text: str) -> AppTest:
    return sound(page.text_area[0].set_value(text).run())


def test_it_opens_with_one_obvious_action_and_no_picture() -> None:
    page = opened()
    assert [b.label for b in page.button if b.proto.type == "primary"] == ["Open an example"]
    assert not handed_over(page, "film")
    assert not problems(page)


def test_the_example_is_shown_in_one_click() -> None:
    page = sound(opened().button(key="own_example").click().run())
    header, arrays = film(page)
    assert header["provenance"]["weights"] == "adding.safetensors"
    assert header["provenance"]["sequence"] == "adding.csv"
    assert header["provenance"]["layer"] == "LSTM(2, 8)"
    assert arrays["probe.x"].shape == (40, 2)
    assert page.text_area[0].value == EXAMPLE_SEQUENCE.read_text("utf-8")
    assert any("LSTM, 2 inputs, 8 units" in text.value for text in page.markdown)


def test_what_is_shown_is_what_the_model_computes() -> None:
    layer = nn.GRU(3, 4, 2, bidirectional=True)
    x = np.round(np.random.default_rng(0).normal(size=(6, 3)), 3)
    page = upload(opened(), "own_weights", "mine.safetensors", save(layer.state_dict()))
    csv = "\n".join(",".join(map(str, row)) for row in x)
    page = upload(page, "own_csv", "mine.csv", csv.encode())
    header, arrays = film(page)
    assert header["models"][0]["lanes"][3]["title"] == "layer 2, backward"
    found = arrays["gru.hidden_state"][0]
    assert np.abs(found - record(layer, x).hidden_state).max() < 2e-5
    assert header["provenance"]["sequence"] == "mine.csv"


def test_what_squashes_an_rnn_is_asked_and_nothing_else() -> None:
    layer = nn.RNN(1, 2, nonlinearity="relu")
    page = upload(opened(), "own_weights", "w.safetensors", save(layer.state_dict()))
    page = write(page, "3\n-1\n2")
    assert film(page)[0]["models"][0]["nonlinearity"] == "tanh"
    page = sound(page.radio(key="own_squash").set_value("relu").run())
    header, arrays = film(page)
    assert header["models"][0]["nonlinearity"] == "relu"
    expected = record(layer, [[3], [-1], [2]]).hidden_state
    assert np.abs(arrays["rnn.hidden_state"][0] - expected).max() < 1e-6
    assert header["provenance"]["sequence"] == "typed here"
    lstm = upload(page, "own_weights", "w.safetensors", save(nn.LSTM(1, 2).state_dict()))
    assert not lstm.radio
    assert not lstm.selectbox


def test_which_layer_is_asked_where_there_are_several() -> None:
    model = nn.ModuleDict({"up": nn.GRU(1, 2), "down": nn.LSTM(1, 3)})
    page = upload(opened(), "own_weights", "w.safetensors", save(model.state_dict()))
    page = write(page, "1\n0")
    assert film(page)[0]["models"][0]["kind"] == "lstm"
    page = sound(page.selectbox(key="own_layer").set_value("up").run())
    assert film(page)[0]["models"][0]["kind"] == "gru"


def test_wrong_weights_are_a_sentence_and_the_picture_stays() -> None:
    page = sound(opened().button(key="own_example").click().run())
    before = handed_over(page, "film")[-1]
    for message, data in REFUSED.items():
        if len(data()) > 8 << 20:
            continue  # the uploader itself refuses what is too large
        page = upload(page, "own_weights", "wrong.safetensors", data())
        (problem,) = problems(page)
        assert message[5:] in problem
        assert not problem.startswith(("Weight_", "Bias_")), "a name is as it is in the file"
        assert handed_over(page, "film")[-1] == before
        assert page.text_area[0].value == EXAMPLE_SEQUENCE.read_text("utf-8")


def test_a_wrong_sequence_is_a_sentence_and_the_picture_stays() -> None:
    page = sound(opened().button(key="own_example").click().run())
    before = handed_over(page, "film")[-1]
    for message, text in WRONG.items():
        if not text:
            continue  # nothing written is no mistake
        page = upload(page, "own_csv", "wrong.csv", text.encode())
        (problem,) = problems(page)
        assert message[5:] in problem
        assert page.text_area[0].value == text
        assert handed_over(page, "film")[-1] == before
    page = upload(page, "own_csv", "wrong.csv", b" \n")
    assert problems(page)[0] == "The file is empty, expected a row for each time step."
    page = upload(page, "own_csv", "wrong.csv", b"\xff\xfe\x00")
    assert any("no text in UTF-8" in problem for problem in problems(page))
    assert handed_over(page, "film")[-1] == before


def test_a_sequence_of_another_width_than_the_layer_is_a_sentence() -> None:
    page = sound(opened().button(key="own_example").click().run())
    page = upload(page, "own_weights", "w.safetensors", save(nn.GRU(3, 2).state_dict()))
    assert problems(page) == ["The first row names 2 inputs, the layer reads 3."]
    page = write(page, "1,2,3")
    assert not problems(page)
    assert film(page)[1]["probe.x"].tolist() == [[1, 2, 3]]


def test_a_sequence_can_be_made_in_a_table() -> None:
    page = upload(opened(), "own_weights", "w.safetensors", save(nn.LSTM(2, 3).state_dict()))
    page = sound(page.toggle(key="own_as_table").set_value(True).run())
    assert film(page)[1]["probe.x"].tolist() == [[0, 0]] * 10
    edits = {0: {"x1": 0.5, "x2": 0.25}, 1: {"x1": 1.0, "x2": None}}
    page.session_state[page.data_editor[0].key] = {
        "edited_rows": edits,
        "added_rows": [],
        "deleted_rows": list(range(2, 10)),
    }
    page = sound(page.run())
    assert film(page)[1]["probe.x"].tolist() == [[0.5, 0.25], [1, 0]]
    page = sound(page.toggle(key="own_as_table").set_value(False).run())
    assert page.text_area[0].value == "x1,x2\n0.5,0.25\n1.0,0.0\n"
    assert film(page)[1]["probe.x"].tolist() == [[0.5, 0.25], [1, 0]]


def test_what_was_brought_is_still_there_after_another_page() -> None:
    page = sound(opened().button(key="own_example").click().run())
    before = handed_over(page, "film")[-1]
    page = sound(page.switch_page("lessons/glossary.py").run())
    page = sound(page.switch_page("lessons/your_own_model.py").run())
    assert handed_over(page, "film")[-1] == before


@pytest.mark.parametrize("name", ["<b>bold</b>.safetensors", "[a](b).safetensors"])
def test_the_name_of_a_file_is_plain_text(name: str) -> None:
    page = upload(opened(), "own_weights", name, save(nn.LSTM(2, 3).state_dict()))
    assert not any(name in text.value for text in page.markdown)


def test_the_largest_that_is_read_can_be_shown() -> None:
    layer = nn.LSTM(2, 128, 2)
    assert sum(w.nbytes for w in layer.parameters()) < 8 << 20
    page = upload(opened(), "own_weights", "w.safetensors", save(layer.state_dict()))
    page = write(page, "\n".join(["0.5,1"] * 500))
    assert film(page)[1]["lstm.forget_gate"].shape == (1, 500, 256)
    assert torch.get_num_threads() == 1


NO_TORCH = """
import sys
from streamlit.testing.v1 import AppTest

page = AppTest.from_file("app.py", default_timeout=120)
page.switch_page("lessons/your_own_model.py").run()
page.button(key="own_example").click().run()
assert not page.exception
assert page.get("bidi_component")
assert "torch" not in sys.modules
"""


def test_the_server_never_imports_torch() -> None:
    root = Path(APP).parent
    done = subprocess.run(
        [sys.executable, "-c", NO_TORCH], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
