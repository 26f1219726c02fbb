"""Every kind of cell is drawn and written with its own numbers, and the numbers add up."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from lstm_viz import Film, player
from lstm_viz.config import TrainConfig
from lstm_viz.palette import player_palette
from lstm_viz.training import advance, start

ADDRESS = "http://diagrams.test/"
PAIRS = (
    ("gru", "peephole"),
    ("bilstm", "irnn"),
    ("no_forget_gate", "attention"),
    ("lstm_2_layers", "birnn"),
)
STEPS = 6
FUNCTIONS = {
    "sigma": lambda v: 1 / (1 + math.exp(-v)),
    "tanh": math.tanh,
    "relu": lambda v: max(v, 0),
}


@cache
def film_of(cell: str, against: str) -> Film:
    """Train two cells so little that their weights are of every sign."""
    config = TrainConfig.of_task("memory_cell", cell=cell, against=against, hidden_size=3)
    return Film.of(advance(start(config), 20))


class Stage:
    """A page with nothing but the player, showing a film."""

    def __init__(self, page: Page, film: Film) -> None:
        self.page, self.film = page, film
        self.names = tuple(film.snapshots[-1].models)

    def go(self, t: int, unit: int, second_unit: int) -> None:
        """Look at a time step and a unit of each model, all counted from 0."""
        self.page.evaluate(
            "place => window.go(place)", {"t": t, "unit": unit, "second_unit": second_unit}
        )

    def recorded(self, place: int, quantity: str) -> np.ndarray:
        recording = self.film.snapshots[-1].models[self.names[place]].recording
        values: np.ndarray = getattr(recording, quantity)
        return values

    def texts(self, selector: str) -> list[str]:
        found = self.page.locator(f"{selector}:visible").all_text_contents()
        return [text.replace("−", "-") for text in found]


Opener = Callable[[str, str], Stage]


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Opener]:
    """Return a function that opens a page with the film of two cells."""
    context = chromium.new_context(viewport={"width": 1300, "height": 900}, reduced_motion="reduce")
    errors: list[str] = []

    def opened(cell: str, against: str) -> Stage:
        film = film_of(cell, against)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route(f"{ADDRESS}**", lambda route: serve(route, film))
        page.goto(ADDRESS)
        page.wait_for_function("() => window.go")
        return Stage(page, film)

    yield opened
    context.close()
    assert not errors


def serve(route: Route, film: Film) -> None:
    """Answer with the module or with the page that shows the film."""
    if route.request.url.endswith(".js"):
        route.fulfill(content_type="text/javascript; charset=utf-8", body=player.module())
        return
    script = f"""
    import {{ mountFilm }} from "/player.js";
    const film = mountFilm(document.body, {{ palette: {json.dumps(player_palette())} }});
    const packed = "{base64.b64encode(film.to_bytes()).decode()}";
    await film.show(Uint8Array.from(atob(packed), (c) => c.charCodeAt(0)));
    window.go = (place) => {{
      film.moveTo(place);
      // Drawn before the frame after the next.
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }};
    """
    style = f"<!doctype html><style>{player.style()}</style>"
    body = f'{style}<body><script type="module">{script}</script>'
    route.fulfill(content_type="text/html; charset=utf-8", body=body)


@pytest.mark.parametrize("pair", PAIRS)
def test_every_equation_comes_to_what_is_printed(stage: Opener, pair: tuple[str, str]) -> None:
    shown = stage(*pair)
    for t in range(STEPS):
        units = [t % shown.recorded(place, "hidden_state").shape[1] for place in (0, 1)]
        shown.go(t, *units)
        sums = shown.texts(".equation-table .numbers")
        results = shown.texts(".equation-table .numbers + .result")
        assert len(sums) == len(results) > 4
        for written, result in zip(sums, results, strict=True):
            numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", written)]
            formula = written.replace("\u00a0", " ").replace("·", "*").replace("σ", "sigma")
            rounding = 0.0005 * (2 + sum(map(abs, numbers)))
            assert eval(formula, FUNCTIONS) == pytest.approx(float(result), abs=rounding)
        for place, unit in enumerate(units):
            value = shown.recorded(place, "hidden_state")[t, unit]
            assert any(abs(float(result) - value) < 0.001 for result in results)


def test_a_unit_that_runs_backward_has_the_next_time_step_as_its_past(stage: Opener) -> None:
    shown = stage("bilstm", "irnn")
    hidden, cell = (shown.recorded(0, name) for name in ("hidden_state", "cell_state"))
    diagram = ".diagram.bilstm"
    shown.go(2, 4, 0)
    expect(shown.page.locator(f"{diagram} .unit-number")).to_have_text("backward, unit 2 of 3")
    expect(shown.page.locator(f"{diagram} header small")).to_have_text("← runs backward")
    assert {"ct+1", "ht+1"} <= set(shown.texts(f"{diagram} .symbol-at"))
    numbers = shown.texts(f"{diagram} .number")
    assert {f"{hidden[3, 4]:.2f}", f"{cell[3, 4]:.2f}"} <= set(numbers)
    assert "Uf ht+1" in shown.texts(".equation-table .symbols")[0]

    shown.go(len(hidden) - 1, 4, 0)  # where it begins
    assert shown.texts(f"{diagram} .number").count("0.00") >= 2

    shown.go(2, 1, 0)
    expect(shown.page.locator(f"{diagram} header small")).to_be_hidden()
    assert {"ct-1", "ht-1"} <= set(shown.texts(f"{diagram} .symbol-at"))


def test_a_gate_that_is_held_at_1_is_a_constant(stage: Opener) -> None:
    shown = stage("no_forget_gate", "attention")
    shown.go(3, 0, 0)
    assert shown.texts(".diagram.no_forget_gate .box text")[0] == "1"
    assert "held at 1" in shown.texts(".diagram.no_forget_gate .word")
    assert shown.texts(".equation-table .symbols")[0] == "1 held at 1"


def test_a_second_layer_reads_the_hidden_states_of_the_first(stage: Opener) -> None:
    shown = stage("lstm_2_layers", "birnn")
    shown.go(3, 0, 0)
    assert "xt" in shown.texts(".diagram.lstm_2_layers .symbol-at")
    shown.go(3, 3, 0)
    assert "xt" not in shown.texts(".diagram.lstm_2_layers .symbol-at")
    assert any("of layer 1" in text for text in shown.texts(".diagram.lstm_2_layers .number"))


def test_a_rectified_unit_says_so(stage: Opener) -> None:
    shown = stage("bilstm", "irnn")
    assert shown.texts(".diagram.irnn .box text") == ["relu"]
