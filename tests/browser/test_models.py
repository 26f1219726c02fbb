"""The player shows any one or two models, as the header of their film describes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from lessons._shared.player import Focus
from lstm_viz import Film, TrainConfig, advance, start
from lstm_viz.film_bytes import ArrayWriter, pack, unpack
from tests.browser.player_page import Lesson, Opener

LSTM_ROWS = ["f forget gate", "i input gate", "o output gate", "g candidate", "c cell state"]
LSTM_ROWS = [*LSTM_ROWS, "h hidden state"]
GRU_ROWS = ["r reset gate", "z update gate", "g candidate", "h hidden state"]
RNN_ROWS = ["h hidden state"]


@cache
def filmed(cell: str, against: str, updates: int = 2) -> Film:
    """Return the film of a short run of two cells."""
    config = TrainConfig.of_task(
        cell=cell, against=against, hidden_size=4, updates=updates, snapshot_every=1
    )
    return Film.of(advance(start(config), updates))


@cache
def bytes_of(cell: str, against: str) -> bytes:
    return filmed(cell, against).to_bytes()


def changed(film: bytes, edit: Callable[[dict[str, Any]], object], *dropped: str) -> bytes:
    """Return the film with another header, and without the arrays whose names begin so."""
    header, arrays = unpack(film)
    edit(header)
    kept = ArrayWriter()
    for name in arrays.names:
        if not name.startswith(dropped):
            kept.exact(name, arrays[name])
    return pack(header, kept)


def recorded(film: Film, key: str, quantity: str, t: int, unit: int) -> float:
    recording = film.snapshots[-1].models[key].recording
    return float(getattr(recording, quantity)[t - 1, unit - 1])


def values(page: Lesson) -> list[str]:
    return page.player.locator(".lane.heat:visible .lane-value b").all_inner_texts()


@pytest.mark.parametrize(
    ("cell", "against", "rows", "unknown"),
    [
        ("gru", "rnn", [*GRU_ROWS, *RNN_ROWS], "LSTM"),
        ("lstm", "gru", [*LSTM_ROWS, *GRU_ROWS], "RNN"),
        ("peephole", "no_forget_gate", [*LSTM_ROWS, *LSTM_ROWS], "RNN"),
        ("attention", "irnn", [*LSTM_ROWS, *RNN_ROWS], "GRU"),
        ("lstm_2_layers", "orthogonal_rnn", [*LSTM_ROWS, *RNN_ROWS], "GRU"),
        ("bilstm", "birnn", [*LSTM_ROWS, *RNN_ROWS], "GRU"),
    ],
)
def test_it_plays_any_two_cells(
    lesson: Opener, cell: str, against: str, rows: list[str], unknown: str
) -> None:
    page = lesson(width=1440)
    page.give(film=bytes_of(cell, against))
    page.has_rows(rows)
    text = page.player.inner_text()
    assert unknown not in text
    header, _ = unpack(bytes_of(cell, against))
    for model in header["models"]:
        assert model["title"] in text
        expect(page.player.locator(f".diagram.{model['key']}")).to_be_visible()
    expect(page.player.locator(".equations")).to_be_visible()
    page.button("Lines").click()
    expect(page.player.locator(".lane.lines:visible").first).to_be_visible()
    page.button("Play").click()
    expect(page.player.locator(".place b").first).not_to_have_text(re.compile("^3 of"))


def test_the_numbers_are_those_of_the_units_that_follow_best(lesson: Opener) -> None:
    film = filmed("gru", "rnn")
    page = lesson(width=1440)
    page.give(film=film.to_bytes(), position={"step": 9})
    best = {name: int(np.argmax(follow)) + 1 for name, follow in film.follows.items()}
    keys = [*(["gru"] * 4), "rnn"]
    names = ["reset_gate", "update_gate", "candidate", "hidden_state", "hidden_state"]
    expect(page.player.locator(".now")).to_contain_text("Step 9 of 30")
    shown = [float(text.replace("−", "-")) for text in values(page)]
    expected = [
        recorded(film, key, name, 9, best[key]) for key, name in zip(keys, names, strict=True)
    ]
    np.testing.assert_allclose(shown, expected, atol=0.006)
    uses, keeps = shown[:2]
    expect(page.player.locator(".now")).to_contain_text(
        f"Unit {best['gru']} uses {uses:.2f} of the past, keeps {keeps:.2f} of its hidden state."
    )


def test_a_gate_that_is_held_says_so(lesson: Opener) -> None:
    page = lesson(width=1440)
    page.give(film=bytes_of("peephole", "no_forget_gate"))
    hints = page.player.locator(".lane.heat", has_text="forget gate").locator("small")
    expect(hints.filter(has_text="held at 1")).to_have_count(1)
    expect(hints.filter(has_text="1 keeps · 0 erases")).to_have_count(1)


def test_the_second_model_is_dashed_whatever_it_is(lesson: Opener) -> None:
    page = lesson(width=1440)
    page.give(film=bytes_of("gru", "rnn"))
    samples = page.player.locator(".lane.prediction .lane-name .sample")
    style = "e => getComputedStyle(e).borderTopStyle"
    assert [sample.evaluate(style) for sample in samples.all()] == ["solid", "solid", "dashed"]


def test_units_stand_lane_by_lane(lesson: Opener) -> None:
    page = lesson(width=1440)
    page.give(film=bytes_of("lstm_2_layers", "birnn"), position={"view": "heat"})
    first = page.player.locator(".lane.heat").first
    assert first.locator(".lane-title").all_inner_texts() == ["layer 1", "layer 2"]
    unit = page.player.locator(".diagram.lstm_2_layers .unit-number")
    box = first.locator("canvas").bounding_box()
    assert box is not None
    for share, name in ((0.1, "layer 1"), (0.9, "layer 2")):
        page.page.mouse.click(box["x"] + 50, box["y"] + share * box["height"])
        expect(unit).to_have_text(re.compile(rf"^{name}, unit \d of 4$"))
    last = page.player.locator(".lane.heat").last
    assert last.locator(".lane-title").all_inner_texts() == ["forward", "backward ←"]


def test_a_backward_lane_has_a_cursor_of_its_own_while_it_plays(lesson: Opener) -> None:
    page = lesson(width=1440)
    page.give(film=bytes_of("bilstm", "rnn"))
    cursor, mirrors = page.player.locator(".cursor"), page.player.locator(".heat .mirror")
    expect(mirrors).to_have_count(6)  # one per heat map of the only backward lane
    expect(mirrors.first).to_be_hidden()
    expect(page.player.locator(".lanes")).to_contain_text("begins at the last step")
    page.button("Play").click()
    expect(mirrors.first).to_be_visible()
    both = page.player.evaluate(
        """player => new Promise((done) => requestAnimationFrame(() => {
            const left = (name) => player.querySelector(name).getBoundingClientRect().left;
            const plot = player.querySelector('.heat .lane-plot').getBoundingClientRect();
            done([left('.cursor') - plot.left, plot.right - left('.heat .mirror'), plot.width]);
        }))"""
    )
    column = both[2] / 30
    assert abs((both[1] - column) - both[0]) < 1.5, both
    assert cursor.is_visible()
    page.button("Pause").click()
    expect(mirrors.first).to_be_hidden()


def test_attention_says_where_the_present_step_looks(lesson: Opener) -> None:
    film = filmed("attention", "rnn")
    page = lesson(width=1440)
    page.give(film=film.to_bytes(), position={"step": 1})
    weights = film.snapshots[-1].models["attention"].attention
    assert weights is not None
    lane = page.player.locator(".lane.attention")
    page.player.focus()
    for row in weights:
        most = int(np.argmax(row))
        expect(lane.locator(".lane-value b")).to_have_text(f"step {most + 1}")
        expect(lane.locator(".lane-value small")).to_have_text(f"gets {row[most]:.2f}")
        page.page.keyboard.press("ArrowRight")
    box = lane.locator("canvas").bounding_box()
    assert box is not None
    lane.locator("canvas").click(position={"x": 5, "y": box["height"] - 2})
    expect(page.player.locator(".place")).to_contain_text("time step 30 of 30")
    expect(page.player.locator(".tooltip")).to_contain_text("step 30 · looks at step 1 with")
    page.give(Focus(models=("attention",), quantities=("forget_gate",)), film=film.to_bytes())
    expect(lane).to_be_hidden()


def of_somebody() -> bytes:
    """Return the film of one recording, as of a model that this program did not train."""

    def edit(header: dict[str, Any]) -> None:
        header["config"] = {}
        header["models"] = header["models"][:1]
        header["parts"] = ["lines", "cells", "equations", "sequence"]
        header["probe"] |= {"events": [""] * 30, "remember": [""] * 30}

    config = TrainConfig.of_task(cell="bilstm", updates=1)
    film = Film.of(start(config)).to_bytes()
    gone = ("birnn.", "rnn.", "bilstm.prediction", "bilstm.gradient_h", "bilstm.gradient_c")
    return changed(film, edit, *gone)


@pytest.mark.parametrize("focus", [None, Focus(models=("lstm",), parts=("cells", "curves"))])
def test_a_recording_alone_plays_without_answers_and_training(
    lesson: Opener, focus: Focus | None
) -> None:
    page = lesson(width=1440)
    page.give(focus, {"play": "training"}, of_somebody())
    page.has_rows(LSTM_ROWS)
    for hidden in (".curves", ".prediction", ".gradients", ".events", ".content"):
        expect(page.player.locator(hidden)).to_be_hidden()
    expect(page.button("Training")).to_be_hidden()
    expect(page.player.locator(".place")).to_have_text(re.compile("^time step 1 of 30"))
    said = page.player.locator(".now")
    expect(said).to_have_text(
        re.compile(r"^Step 1 of 30\. Unit \d+ \(\w+\) keeps .*reads out [\d.]+\.$")
    )
    page.player.focus()
    page.page.keyboard.press("Shift+ArrowRight")
    page.page.keyboard.press("End")
    expect(page.player.locator(".place")).to_have_text(re.compile("^time step 30 of 30"))


def test_panels_are_made_anew_for_other_cells_and_kept_while_a_film_grows(lesson: Opener) -> None:
    film = filmed("gru", "rnn")
    page = lesson(width=1440)
    page.give(film=film.part(0).to_bytes())
    columns = page.player.locator(".columns")
    columns.evaluate("element => element.dataset.mark = 'the same'")
    page.send(film.part(1).to_bytes())
    expect(page.player.locator(".scrubber")).to_have_attribute("aria-valuenow", "2")
    expect(columns).to_have_attribute("data-mark", "the same")
    page.button("Next unit").first.focus()
    page.give(film=bytes_of("lstm", "gru"))
    expect(columns).not_to_have_attribute("data-mark", "the same")
    page.has_rows([*LSTM_ROWS, *GRU_ROWS])
    page.give()  # the player's own two
    page.has_rows([*LSTM_ROWS, *RNN_ROWS])


def test_a_focus_on_models_that_the_film_lacks_is_ignored(lesson: Opener) -> None:
    page = lesson(width=1440)
    page.give(Focus(models=("lstm",), quantities=("update_gate",)), film=bytes_of("gru", "rnn"))
    page.has_rows(["z update gate", *RNN_ROWS])
    page.give(Focus(models=("lstm", "rnn")), film=bytes_of("gru", "rnn"))
    page.has_rows(RNN_ROWS)


def put(**changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda header: header["models"][0].update(changes)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (put(kind="clockwork"), "shows a cell that this player does not know: clockwork"),
        (put(key="__proto__"), "a model has no proper name"),
        (put(key="rnn"), "two of its models have the same name"),
        (put(title=""), "a model has no proper name"),
        (put(quantities=["hidden_state"]), "the cell of GRU is not described properly"),
        (put(held="forget_gate"), "the cell of GRU is not described properly"),
        (put(memory="update_gate"), "the cell of GRU is not described properly"),
        (put(lanes=[]), "the layers of GRU cannot be read"),
        (put(lanes=[{"layer": 0, "backward": False, "units": 3, "title": ""}]), "not an order"),
        (put(unit_order=[0, 1, 2, 2]), "the order of its units is not an order"),
        (put(unit_follow=[0.5]), "how well the units of GRU follow cannot be read"),
        (put(ended={"update": "soon"}), "what became of GRU cannot be read"),
        (put(attention=True), "array gru.attention is missing"),
        (lambda header: header["models"].clear(), "has 0 models"),
        (lambda header: header.update(parts="all"), "the list of its parts is no list"),
        (lambda header: header.update(config=[]), "its header is incomplete"),
    ],
)
def test_a_damaged_film_is_refused_with_a_sentence(
    lesson: Opener, edit: Callable[[dict[str, Any]], object], words: str
) -> None:
    page = lesson()
    page.give(film=changed(bytes_of("gru", "rnn"), edit))
    expect(page.player.locator(".message")).to_have_text(re.compile(re.escape(words)))
    expect(page.player.locator(".stage")).to_be_hidden()
