"""The cliff of one unit: its exact gradient, its figures, and what clipping does to a walk."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from lstm_viz.figures.cliff import cliff_walks
from lstm_viz.measures.cliff import descend, farthest, landscape, slope, way

START = {"weight": 5.0, "bias": -2.51, "rate": 0.05}


@pytest.mark.parametrize(("w", "b"), [(5.0, -2.51), (6.2, -3.0), (4.6, -3.4), (6.8, -1.7)])
def test_the_gradient_is_the_slope_of_the_error(w: float, b: float) -> None:
    here, step = slope(w, b), 1e-6
    by_weight = (slope(w + step, b).error - slope(w - step, b).error) / (2 * step)
    by_bias = (slope(w, b + step).error - slope(w, b - step).error) / (2 * step)
    np.testing.assert_allclose([here.by_weight, here.by_bias], [by_weight, by_bias], rtol=1e-5)


def test_the_map_is_flat_but_for_a_wall() -> None:
    """Of the same map, Pascanu, Mikolov & Bengio (2013) show the wall."""
    w, b = np.meshgrid(np.linspace(4.5, 7, 201), np.linspace(-3.6, -1.6, 201))
    norm = slope(w, b).norm
    assert np.median(norm) == pytest.approx(0.049, abs=0.001)
    assert norm.max() > 200
    assert (norm > 1).mean() < 0.01


def test_a_map_covers_the_walk_and_cannot_be_written_on() -> None:
    weights, biases, error = landscape()
    assert error.shape == (len(biases), len(weights))
    assert error[0, -1] == pytest.approx(float(slope(weights[-1], biases[0]).error))
    with pytest.raises(ValueError, match="read-only"):
        error[0, 0] = 0


def test_one_step_on_the_wall_undoes_eleven_and_clipping_keeps_them() -> None:
    free = descend(**START, clip_norm=None, updates=40)
    at, length = farthest(free)
    assert (at, round(length, 1)) == (11, 1.4)
    assert free[at].norm > 20
    assert free[at].error < 0.001
    assert free[at + 1].error > 3 * free[0].error
    for clip in (5.0, 1.0, 0.1):
        held = descend(**START, clip_norm=clip, updates=40)
        if clip > max(stop.norm for stop in free[:at]):
            assert held[: at + 1] == free[: at + 1]
        assert farthest(held)[1] <= 0.05 * clip * 1.0001
        assert min(stop.error for stop in held[at + 1 :]) < min(s.error for s in free[at + 1 :])


def test_a_way_goes_straight_from_stop_to_stop_over_the_ground() -> None:
    stops = descend(**START, clip_norm=None, updates=15)
    weights, biases, errors = way(stops)
    for stop in stops:
        (at,) = np.flatnonzero((weights == stop.weight) & (biases == stop.bias))[:1]
        assert errors[at] == pytest.approx(stop.error)
    assert np.hypot(np.diff(weights), np.diff(biases)).max() <= 0.01 + 1e-9
    at, _ = farthest(stops)
    jump = slice(*(int(np.flatnonzero(weights == s.weight)[0]) for s in stops[at : at + 2]))
    steepness = np.diff(biases[jump]) / np.diff(weights[jump])
    np.testing.assert_allclose(steepness, steepness[0], rtol=1e-6)
    np.testing.assert_allclose(errors[jump], slope(weights[jump], biases[jump]).error)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_landscape_is_a_surface_with_both_walks_on_it(mode: Literal["light", "dark"]) -> None:
    free, held = (descend(**START, clip_norm=clip, updates=30) for clip in (None, 1.0))
    ground, *rest = cliff_walks(free, held, "clipped at 1", mode).data
    weights, biases, error = landscape()
    assert ground.type == "surface"
    np.testing.assert_allclose(ground.z, error, atol=1e-6)
    stops = {trace.name: trace for trace in rest if trace.mode == "markers"}
    for walk, name in ((free, "not clipped"), (held, "clipped at 1")):
        np.testing.assert_allclose(stops[name].x, [stop.weight for stop in walk])
        np.testing.assert_allclose(stops[name].z, [stop.error for stop in walk], atol=0.01)
        inside = [
            weights[0] <= stop.weight <= weights[-1] and biases[0] <= stop.bias <= biases[-1]
            for stop in walk
        ]
        assert all(inside)
    flat = {trace.name: trace for trace in rest if trace.type == "scatter"}
    assert list(flat["not clipped"].y) == [stop.error for stop in free]


def test_the_same_walk_twice_is_drawn_once() -> None:
    free = descend(**START, clip_norm=None, updates=30)
    names = [trace.name for trace in cliff_walks(free, free, "clipped at none").data]
    assert "clipped at none" not in names
