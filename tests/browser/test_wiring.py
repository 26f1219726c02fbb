"""The wiring puzzle: its numbers are torch's, it can be won, and every frame is computed anew."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Browser, Page, Route, expect

from lessons._sections.wiring_words import AFTER, STAGES
from lessons._shared.wiring import PARTS, wiring_data, wiring_module, wiring_style
from lstm_viz import record
from lstm_viz.model import SequenceModel
from lstm_viz.tasks import TASKS

ADDRESS = "http://wiring.test/"
DATA = wiring_data(STAGES, AFTER)
HTML = f"""<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>{wiring_style()}</style><body><div id="root"></div><script type="module">
import component, * as wiring from "/wiring.js";
window.wiring = wiring;
window.leave = component({{ parentElement: root, data: {json.dumps(DATA)} }});
</script></body>"""

Opener = Callable[..., Page]


@pytest.fixture
def puzzle(chromium: Browser) -> Iterator[Opener]:
    """Return a function that opens the puzzle on a page of its own."""
    contexts, errors = [], []

    def serve(route: Route) -> None:
        script = route.request.url.endswith(".js")
        kind, body = ("text/javascript", wiring_module()) if script else ("text/html", HTML)
        route.fulfill(content_type=f"{kind}; charset=utf-8", body=body)

    def opened(query: str = "", width: int = 1200, kept: str | None = None) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 1000})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route(f"{ADDRESS}**", serve)
        if kept:
            page.add_init_script(f"localStorage.setItem('lstm-viz.progress', {json.dumps(kept)})")
        page.goto(f"{ADDRESS}?{query}")
        page.locator(".wiring .bars[d]").first.wait_for(state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not errors


def slider(page: Page, part: str, name: str) -> Any:
    return page.get_by_role("slider", name=f"{part}, {name}", exact=True)


def turn(page: Page, part: str, **weights: float) -> None:
    for name, value in weights.items():
        label = "bias" if name == "bias" else f"× {name}"
        slider(page, part, label).fill(str(value))


def error_on(page: Page) -> float:
    return float(page.locator(".score .figures b").inner_text())


def model_of(weights: dict[str, list[float]]) -> SequenceModel:
    """Return torch's model of the same weights, in double precision."""
    model = SequenceModel("lstm", 4, 1, 1).double()
    rows = torch.tensor([weights[part] for part in PARTS[:4]], dtype=torch.float64)
    with torch.no_grad():
        model.recurrence.weight_ih_l0.copy_(rows[:, :4])
        model.recurrence.weight_hh_l0.copy_(rows[:, 4:5])
        model.recurrence.bias_ih_l0.copy_(rows[:, 5])
        model.recurrence.bias_hh_l0.zero_()
        model.readout.weight.copy_(torch.tensor([weights["readout"][:1]]))
        model.readout.bias.copy_(torch.tensor(weights["readout"][1:]))
    return model


def random_weights(rng: np.random.Generator) -> dict[str, list[float]]:
    sizes = {"candidate": 2.0, "readout": 1.0}
    return {
        part: (rng.uniform(-1, 1, 2 if part == "readout" else 6) * sizes.get(part, 20)).tolist()
        for part in PARTS
    }


def test_every_number_is_torchs_for_any_weights(puzzle: Opener) -> None:
    page, rng = puzzle(), np.random.default_rng(0)
    batch = TASKS["memory_cell"].validation(30)
    probe = TASKS["memory_cell"].probes(30)[0]
    commands = (probe.x[:, 1:] @ [1, 2, 4]).astype(int).tolist()
    many = [random_weights(rng) for _ in range(40)]
    got = page.evaluate(
        """([many, values, commands, packed]) => {
            const batch = wiring.unpackBatch(packed);
            const sequence = { values: Float32Array.from(values), commands };
            const plain = (run) => Object.fromEntries(
                Object.entries(run).map(([name, its]) => [name, [...its]]));
            return many.map((weights) => ({
                score: wiring.scoreOf(weights, batch),
                ...plain(wiring.runUnit(weights, sequence)),
            }));
        }""",
        [many, probe.x[:, 0].tolist(), commands, DATA["batch"]],
    )
    for weights, ours in zip(many, got, strict=True):
        model = model_of(weights)
        recording = record(model, probe.x)
        for name, values in recording:
            np.testing.assert_allclose(ours[name], values[:, 0], atol=1e-5, err_msg=name)
        with torch.no_grad():
            says = model(torch.from_numpy(batch.x).double()).numpy()
        assert ours["score"] == pytest.approx(TASKS["memory_cell"].score(says, batch), rel=1e-5)


def test_what_is_wanted_is_what_the_task_wants(puzzle: Opener) -> None:
    page = puzzle()
    wanted = page.evaluate("packed => [...wiring.unpackBatch(packed).wanted]", DATA["batch"])
    np.testing.assert_array_equal(
        np.reshape(wanted, (30, 256)), TASKS["memory_cell"].validation(30).target[..., 0]
    )


def test_each_stage_is_unsolved_at_first_and_its_answer_solves_it(puzzle: Opener) -> None:
    page = puzzle()
    for place, stage in enumerate(STAGES, 1):
        page.get_by_role("button", name=f"Stage {place}: {stage.title}").click()
        expect(page.locator(".verdict")).to_have_text("not solved")
        page.get_by_role("button", name="Show the answer").click()
        expect(page.locator(".verdict")).to_have_text("solved")
        assert page.locator(".score .figures b").inner_text() == "4.0·10⁻⁷"
        expect(page.locator(".said")).to_have_text(stage.answer)
    expect(page.locator(".tab.won")).to_have_count(0)  # nobody has won by asking


def test_the_input_gate_can_be_wired_and_that_is_kept(puzzle: Opener) -> None:
    page = puzzle()
    turn(page, "input gate", write=20, bias=-10)
    expect(page.locator(".equation").first).to_have_text("i = σ(20 write − 10)")
    expect(page.locator(".verdict")).to_have_text("solved")
    expect(page.locator(".tab.won")).to_have_count(1)
    expect(page.locator(".now").first).to_have_text(
        "Time step 3: 20·1 − 10 = 10.00, so i = 1.00: writes"
    )
    page.wait_for_url("**won=input**")
    assert "i=0_20_0_0_0_-10" in page.url
    kept = json.loads(page.evaluate("localStorage.getItem('lstm-viz.progress')"))
    assert kept == {"be_the_lstm": ["opened"], "be_the_lstm/input": ["reached"]}
    page.get_by_role("button", name="Next: Forget gate").click()
    expect(page.locator(".verdict")).to_have_text("not solved")
    page.reload()
    expect(page.locator(".tab.won")).to_have_count(1)


def test_who_wins_all_stages_has_reached_the_goal(puzzle: Opener) -> None:
    done = {f"be_the_lstm/{stage.key}": ["reached"] for stage in STAGES if stage.key != "output"}
    page = puzzle("stage=output", kept=json.dumps(done))
    turn(page, "output gate", read=16, bias=-8)
    expect(page.locator(".tab.won")).to_have_count(5)
    kept = json.loads(page.evaluate("localStorage.getItem('lstm-viz.progress')"))
    assert kept["be_the_lstm"] == ["opened", "reached"]


def test_a_link_opens_what_it_says_and_wins_nothing(puzzle: Opener) -> None:
    page = puzzle("stage=forget&f=0_-20_-20_0_0_10&sequence=0.5w+0.1r")
    expect(page.locator(".equation").nth(1)).to_have_text("f = σ(−20 write − 20 erase + 10)")
    expect(page.locator(".verdict")).to_have_text("solved")
    expect(page.locator(".points circle")).to_have_count(2)
    expect(page.locator(".tab.won")).to_have_count(0)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("stage=moon", "stage=moon: expected one of input, forget"),
        ("i=1_2_3", "i=1_2_3: expected 6 numbers"),
        ("i=0_99_0_0_0_0", "expected 6 numbers"),
        ("i=0_NaN_0_0_0_0", "expected 6 numbers"),
        ("sequence=3w", "sequence=3w: expected numbers from -1 to 1"),
        ("sequence=0.3we", "expected numbers"),
    ],
)
def test_a_strangers_link_is_refused_in_a_sentence(puzzle: Opener, query: str, told: str) -> None:
    page = puzzle(query)
    expect(page.get_by_role("alert")).to_contain_text(told)
    assert error_on(page) == pytest.approx(0.0803, abs=1e-4)


def test_a_point_is_dragged_and_the_answer_follows(puzzle: Opener) -> None:
    page = puzzle("stage=input&i=0_20_0_0_0_-10")
    box = page.locator(".points svg").bounding_box()
    assert box
    line = page.locator(".answer .line")
    before = line.get_attribute("d")
    x = box["x"] + 2.5 / 30 * box["width"]
    page.mouse.move(x, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(x, box["y"] + box["height"] - 20, steps=5)
    page.mouse.up()
    assert line.get_attribute("d") != before
    page.wait_for_url("**sequence=0.4+-0.9+-0.*")
    # and a command is taken back: then nothing is stored, and nothing is wanted
    page.locator(".commands svg").first.click(position={"x": 2.5 / 30 * box["width"], "y": 10})
    expect(page.locator(".points .writes")).to_have_count(1)


def test_the_keyboard_can_do_it_all(puzzle: Opener) -> None:
    page = puzzle()
    weight = slider(page, "input gate", "× write")
    weight.focus()
    page.keyboard.press("ArrowRight")
    expect(weight).to_have_attribute("aria-valuetext", "0.5")
    page.get_by_role("slider", name="Time step", exact=True).fill("7")
    expect(page.get_by_role("slider", name="Time step", exact=True)).to_have_attribute(
        "aria-valuetext", re.compile(r"^7: read; says .+, wanted 0.80$")
    )
    page.get_by_role("slider", name="Value at this time step").fill("0.5")
    page.get_by_role("checkbox", name="erase").check()
    page.wait_for_url("**0.5er**")
    page.get_by_role("checkbox", name="write").check()  # which takes the erase back
    expect(page.get_by_role("checkbox", name="erase")).not_to_be_checked()


def test_a_phone_has_everything_and_nothing_spills(puzzle: Opener) -> None:
    page = puzzle(width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    slider(page, "input gate", "bias").scroll_into_view_if_needed()
    expect(page.locator(".answer svg")).to_be_in_viewport()


def test_it_leaves_nothing_behind(puzzle: Opener) -> None:
    page = puzzle()
    page.evaluate("window.leave()")
    expect(page.locator(".wiring")).to_have_count(0)
