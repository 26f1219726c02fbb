"""The moving dot: what is right after each frame, what baselines see, and what the LSTM writes."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._shared.shipped import RUNS, film_named
from lstm_viz.figures.video import video_strip
from lstm_viz.measures.by_event import sizes_by_event
from lstm_viz.measures.contest import contest
from lstm_viz.tasks import USES, SequenceError
from lstm_viz.tasks.uses.linear import fitted
from lstm_viz.tasks.uses.moving_dot import DIRECTIONS, FAINT, SIDE, STARTS
from tests.lessons.runs import trained
from tests.pages import opened, rested, sound, state, words

USE = USES["moving_dot"]
PAGE = "uses/07_video_frames"
HIDDEN_LONG = "a3 b3 c3 d3" + " -" * 20


def test_what_is_right_follows_from_the_last_two_places_of_the_dot() -> None:
    batch = USE.batch(1, 0, 16, 64)
    for b in range(64):
        last, before = None, None
        for t in range(16):
            bright = np.flatnonzero(batch.x[t, b] == 1)
            assert len(bright) <= 1
            here = divmod(int(bright[0]), SIDE) if len(bright) else None
            if here and before and here != before:
                step = (here[0] - before[0], here[1] - before[1])
                last = {(0, 1): "right", (-1, 0): "up", (1, 0): "down", (0, -1): "left"}[step]
            before = here
            assert batch.mask[t, b] == (last is not None)
            if last:
                assert DIRECTIONS[int(batch.target[t, b].argmax())] == last
    assert set(np.unique(batch.x)) == {0, FAINT, 1}


def test_videos_of_each_part_begin_elsewhere() -> None:
    for part, starts in STARTS.items():
        first = USE.draw_from(part, np.random.default_rng(0), 16, 200).x[0]
        assert set((first == 1).argmax(1)) == set(starts)
    assert sorted(np.concatenate(list(STARTS.values()))) == list(range(SIDE * SIDE))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a1 c1", "jumps from a1 to c1"),
        ("a1 b2", "jumps from a1 to b2"),
        ("a1 z9", "time step 2 is 'z9'"),
        ("a1 -~q", "flickering pixels"),
    ],
)
def test_an_impossible_video_is_refused(text: str, says: str) -> None:
    with pytest.raises(SequenceError, match=says):
        USE.read_sequence(text)


def test_a_linear_readout_is_the_least_squares_solution() -> None:
    batch = USE.batch(0, 0, 12, 200)
    said = fitted(batch, lambda x: x, ridge=1e-9)(batch)
    rows = np.concatenate([batch.x, np.ones_like(batch.x[..., :1])], -1)[batch.mask]
    weights = np.linalg.lstsq(rows, batch.target[batch.mask], rcond=None)[0]
    np.testing.assert_allclose(said[batch.mask], rows @ weights, atol=1e-3)


def test_two_frames_tell_a_movement_and_one_does_not() -> None:
    test = USE.test(16)
    one, two = USE.baseline_scores(test).values()
    assert one < 0.4
    assert one + 0.2 < two < 0.7


@pytest.mark.parametrize("seed", range(2))
def test_it_writes_least_while_nothing_is_seen_and_beats_the_baseline(seed: int) -> None:
    film = trained(RUNS["moving_dot"].changed(seed=seed))
    written = sizes_by_event(film, "written_amount")
    assert written["hidden"] < 0.7 * min(written["moves"], written["rests"])
    assert contest(film).winner == "model"
    assert contest(film).models["lstm"][0] > 0.85


def test_the_strip_marks_what_is_wrong() -> None:
    frames = np.zeros((2, 2, 2), np.float32)
    drawn = video_strip(frames, ["", "up"], {"LSTM": ["up", "left"]}, {"up": "↑", "left": "←"})
    assert drawn.count("<figure") == 2
    assert drawn.count("✗") == 1
    assert "Frame 2: up; LSTM says left" in drawn
    assert "&lt;b&gt;" in video_strip(frames, ["", ""], {"<b>": ["a", "b"]}, {})


def test_the_page_answers_from_the_run_and_its_goal_can_be_reached() -> None:
    page = sound(opened(PAGE, least="hidden"))
    assert page.success[0].value.startswith("**Right.**")
    assert "with 2 frames without the dot" in words(page)
    page.text_input(key="probe_text").set_value("a1 c1").run()
    assert "jumps" in sound(page).error[0].value
    page.text_input(key="probe_text").set_value(HIDDEN_LONG).run()
    rested(page)
    assert "ends with 20 frames without the dot" in words(page)
    assert "take *turns*" in page.info[0].value
    assert state(page).reached == (
        DIRECTIONS[int(rested(page).snapshots[-1].lstm.prediction[-1].argmax())] == "right"
    )


def test_the_shipped_film_is_small_enough() -> None:
    assert len(film_named("moving_dot").to_bytes()) < 300_000
