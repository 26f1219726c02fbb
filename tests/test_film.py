"""A film keeps what it promises to keep, is small, and refuses everything that is not a film."""

from __future__ import annotations

import base64
import io
import json
import math
import pickle
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_viz import TASKS, Film, FilmError, TrainConfig, TrainingRun, advance, start
from lstm_viz.film_bytes import (
    LARGEST_FILM,
    LARGEST_HEADER,
    MAGIC,
    VERSION,
    ArrayWriter,
    pack,
    unpack,
)
from lstm_viz.run import Ended, ModelName
from lstm_viz.training import watch

EXACT_NUMBERS = ("loss", "score", "train_score", "test_score", "gradient_norm")
EXACT_ARRAYS = ("prediction", "gradient_hidden", "gradient_cell")
GATES = ("input_gate", "forget_gate", "output_gate")


def equal(one: Any, other: Any) -> bool:
    """Tell whether two arrays or numbers are equal as float32, NaN included."""
    return np.array_equal(np.float32(one), np.float32(other), equal_nan=True)


def bound(quantity: str, largest: float) -> float:
    """Return the documented largest error of a quantity."""
    if quantity in GATES:
        return 8e-6
    return 1.6e-5 * (1 if quantity in ("candidate", "hidden_state") else largest)


def assert_kept(film: Film, again: Film) -> None:
    """Assert that decoding gives everything back, within the documented errors."""
    assert again.config == film.config
    assert dict(again.provenance) == dict(film.provenance)
    assert again.ended == film.ended
    assert again.seconds == film.seconds
    for field in ("name", "description", "events", "text"):
        assert getattr(again.probe, field) == getattr(film.probe, field)
    for field in ("x", "target", "mask", "content"):
        assert equal(getattr(again.probe, field), getattr(film.probe, field))
    assert [s.update for s in again.snapshots] == [s.update for s in film.snapshots]
    for name in film.config.cells:
        np.testing.assert_allclose(again.follows[name], film.follows[name], rtol=0, atol=6e-5)
        assert_models_kept(
            [s.models[name] for s in film.snapshots], [s.models[name] for s in again.snapshots]
        )


def assert_models_kept(before: list[Any], after: list[Any]) -> None:
    """Assert that one model's side of every snapshot was kept."""
    for one, other in zip(before, after, strict=True):
        assert type(one.recording) is type(other.recording)
        for field in (*EXACT_NUMBERS, *EXACT_ARRAYS):
            if getattr(one, field) is not None:
                assert equal(getattr(other, field), getattr(one, field)), field
        assert other.weights.keys() == one.weights.keys()
        assert all(equal(other.weights[key], one.weights[key]) for key in one.weights)
    kind = before[0].recording
    quantities = {q: [getattr(s.recording, q) for s in before] for q in kind.quantities}
    decoded = {q: [getattr(s.recording, q) for s in after] for q in kind.quantities}
    for q in kind.squashed:
        for part in ("from_input", "from_past"):
            key = f"{q}.{part}"
            quantities[key] = [getattr(s.recording.pre_activation(q), part) for s in before]
            decoded[key] = [getattr(s.recording.pre_activation(q), part) for s in after]
    for q, values in quantities.items():
        error = np.abs(np.array(decoded[q]) - np.array(values)).max()
        assert error <= bound(q, float(np.abs(values).max())), q


# --- there and back -------------------------------------------------------------------------------


def test_a_film_comes_back_within_the_documented_errors(film: Film) -> None:
    assert_kept(film, Film.from_bytes(film.to_bytes()))


@pytest.mark.parametrize("task", TASKS)
def test_a_film_of_every_task_comes_back(task: str) -> None:
    run = advance(start(TrainConfig.of_task(task, updates=12, batch_size=8)), 7)
    assert_kept(Film.of(run), Film.from_bytes(Film.of(run).to_bytes()))


def test_a_film_of_an_own_sequence_comes_back(short_run: TrainingRun) -> None:
    probe = short_run.config.the_task.read_sequence(
        "0.5w 0.1 -0.4r 0.2e", "your own", "A sequence of your own."
    )
    film = Film.of(watch(short_run, probe))
    assert_kept(film, Film.from_bytes(film.to_bytes()))


def test_a_film_can_be_watched_on_another_sequence_like_its_run(
    short_run: TrainingRun, film: Film
) -> None:
    probe = short_run.config.the_task.read_sequence("0.5w 0.1 -0.4r 0.2e")
    run = Film.from_bytes(film.to_bytes()).to_run()
    assert run.is_finished
    assert_kept(Film.of(watch(short_run, probe)), Film.of(watch(run, probe)))


def test_a_film_of_a_run_with_a_training_set_comes_back() -> None:
    config = TrainConfig.of_task(updates=12, batch_size=8, training_sequences=5, dropout=0.25)
    film = Film.of(advance(start(config), 12))
    assert math.isfinite(film.snapshots[-1].rnn.test_score)
    again = Film.from_bytes(film.to_bytes())
    assert_kept(film, again)
    assert film.snapshots[-1].lstm.train_score == pytest.approx(
        again.snapshots[-1].lstm.train_score
    )


def test_a_film_before_the_first_update_comes_back() -> None:
    film = Film.of(start(TrainConfig.of_task()))
    assert film.update == 0
    assert_kept(film, Film.from_bytes(film.to_bytes()))


def test_a_film_of_a_diverged_run_comes_back() -> None:
    config = TrainConfig.of_task(
        optimiser="sgd", learning_rate=1.0, clip_norm=None, updates=60, batch_size=8
    )
    film = Film.of(advance(start(config), 60))
    assert isinstance(film.ended["rnn"], Ended)
    assert math.isnan(film.snapshots[-1].rnn.score)
    assert_kept(film, Film.from_bytes(film.to_bytes()))


def test_encoding_what_was_decoded_changes_no_byte_any_more(film: Film) -> None:
    again = Film.from_bytes(film.to_bytes())
    assert_kept(again, Film.from_bytes(again.to_bytes()))
    assert film.to_bytes() == film.to_bytes()


def test_a_film_can_be_saved_and_loaded(film: Film, tmp_path: Path) -> None:
    film.save(tmp_path / "run.film")
    assert (tmp_path / "run.film").read_bytes() == film.to_bytes()
    assert_kept(film, Film.load(str(tmp_path / "run.film")))


@given(
    st.lists(st.floats(width=32), min_size=1, max_size=30),
    st.sampled_from([None, (0.0, 1.0), (-1.0, 1.0)]),
)
def test_every_number_is_stored_within_half_a_step(
    numbers: list[float], limits: tuple[float, float] | None
) -> None:
    values = np.array(numbers, np.float32)
    writer = ArrayWriter()
    writer.quantised("quantised", values, limits)
    writer.exact("exact", values)
    _, arrays = unpack(pack({}, writer))
    assert equal(arrays["exact"], values)
    finite = values[np.isfinite(values)]
    largest = float(np.abs(finite).max(initial=0)) or 1.0
    low, high = limits or (-largest, largest)
    clean = np.nan_to_num(values.astype(float), nan=0, posinf=high, neginf=low).clip(low, high)
    error = np.abs(arrays["quantised"] - clean).max()
    assert error <= (high - low) * (0.5 / 65535 + 1e-7)


# --- what the film says ---------------------------------------------------------------------------


def header_of(film: Film) -> dict[str, Any]:
    return unpack(film.to_bytes())[0]


def test_the_header_tells_the_player_everything_in_words(film: Film) -> None:
    header = header_of(film)
    task = film.config.the_task
    assert header["config"] == film.config.to_dict()
    assert header["task"]["title"] == task.title
    assert header["task"]["solved"] == task.solved
    assert header["task"]["chance"] == task.chance(film.config.length)
    assert header["probe"]["tokens"] == film.probe.text.split()
    assert header["probe"]["events"] == list(film.probe.events)
    assert [m["key"] for m in header["models"]] == ["lstm", "rnn"]
    for model, name in zip(header["models"], ("lstm", "rnn"), strict=True):
        assert model["parameters"] == film.config.parameters(name)
        assert model["hidden_size"] == film.snapshots[0].models[name].recording.units
        ordered = np.array(model["unit_follow"])[model["unit_order"]]
        assert (np.diff(ordered) <= 0).all()


def test_provenance_says_what_made_it(film: Film) -> None:
    assert {"date", "lstm_viz", "torch", "numpy", "python"} == set(film.provenance)


def test_seconds_are_per_update_made() -> None:
    config = TrainConfig.of_task(
        optimiser="sgd", learning_rate=1.0, clip_norm=None, updates=60, batch_size=8
    )
    run = advance(start(config), 60)
    ended = run.learners["rnn"].ended
    assert ended
    seconds = Film.of(run).seconds
    assert seconds["lstm"] == run.learners["lstm"].seconds / 60
    assert seconds["rnn"] == run.learners["rnn"].seconds / ended.update


def test_a_part_has_the_later_snapshots(film: Film) -> None:
    assert [s.update for s in film.part(30).snapshots] == [30, 40, 50, 60]
    assert [s.update for s in film.part(31).snapshots] == [40, 50, 60]
    assert [s.update for s in film.part(1000).snapshots] == [60]
    assert film.part(0).snapshots == film.snapshots
    assert film.part(30).config == film.config
    assert len(film.part(50).to_bytes()) < len(film.to_bytes())


def test_the_default_film_is_small() -> None:
    """At most 400 kB as text; here 50 updates stand for 800, with as many snapshots."""
    config = TrainConfig.of_task(updates=50)
    film = Film.of(advance(start(config), 50))
    assert len(film.snapshots) == 51
    assert len(base64.b64encode(film.to_bytes())) <= 400_000


# --- what is no film ------------------------------------------------------------------------------


def refused(data: bytes) -> str:
    """Assert that bytes are refused, and return the sentence."""
    with pytest.raises(FilmError) as caught:
        Film.from_bytes(data)
    sentence = str(caught.value)
    assert 10 < len(sentence) < 300
    assert "\n" not in sentence
    return sentence


def refused_or_shown(data: bytes) -> None:
    """Assert that bytes give a film that can be shown or a FilmError, and nothing else."""
    try:
        film = Film.from_bytes(data)
    except FilmError:
        return
    assert film.snapshots
    assert film.to_bytes()


def taken_apart(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return a film's header and its inflated arrays."""
    begin = len(MAGIC) + 4
    end = begin + int.from_bytes(data[len(MAGIC) : begin], "little")
    return json.loads(data[begin:end]), zlib.decompress(data[end:])


def put_together(header: Any, raw: bytes) -> bytes:
    """Undo `taken_apart`; the header may be any JSON, NaN included."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return MAGIC + len(text).to_bytes(4, "little") + text + zlib.compress(raw, 1)


@pytest.fixture(scope="module")
def tiny() -> bytes:
    """Return the bytes of a film of two snapshots."""
    config = TrainConfig.of_task("count_since_reset", updates=2, length=10)
    return Film.of(advance(start(config), 1)).to_bytes()


def test_every_truncation_is_refused(tiny: bytes) -> None:
    for length in range(len(tiny)):
        refused(tiny[:length])


def test_more_than_a_film_is_refused(tiny: bytes) -> None:
    assert "longer" in refused(tiny + b"x")


@given(st.data())
def test_flipped_bytes_are_refused_or_harmless(tiny: bytes, data: st.DataObject) -> None:
    changed = bytearray(tiny)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(tiny) - 1))] ^= data.draw(st.integers(1, 255))
    refused_or_shown(bytes(changed))


@given(st.data())
def test_flipped_bytes_of_the_header_are_refused_or_harmless(
    tiny: bytes, data: st.DataObject
) -> None:
    length = int.from_bytes(tiny[len(MAGIC) : len(MAGIC) + 4], "little")
    changed, printable = bytearray(tiny), st.integers(32, 126)
    for _ in range(data.draw(st.integers(1, 3))):
        changed[12 + data.draw(st.integers(0, length - 1))] = data.draw(printable)
    refused_or_shown(bytes(changed))


class Explosive:
    """Something whose unpickling would be noticed."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return pytest.fail, ("a film was unpickled",)


def as_npz() -> bytes:
    stream = io.BytesIO()
    np.savez(stream, x=np.zeros(3))
    return stream.getvalue()


FOREIGN = {
    "nothing": b"",
    "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "html": b"<!doctype html><title>LSTMFILM</title>",
    "pickle": pickle.dumps(Explosive()),
    "pickle after the magic word": MAGIC + pickle.dumps(Explosive()),
    "npz": as_npz(),
    "zeros": bytes(1000),
    "magic word only": MAGIC,
    "json that is no object": put_together([1, 2], b""),
    "json that is no film": put_together({"format": "midi"}, b""),
    "not json": put_together(b"{" * 50, b""),
    "not utf-8": put_together(b"\xff\xfe" * 20, b""),
    "deep json": put_together(b"[" * 100_000, b""),
    "no arrays": put_together({"format": "lstm-viz film", "version": VERSION}, b""),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_is_refused(name: str) -> None:
    refused(FOREIGN[name])


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_refused(data: bytes, has_magic: bool) -> None:
    refused(MAGIC + data if has_magic else data)


def test_a_header_that_is_too_long_is_refused(tiny: bytes) -> None:
    assert "too long" in refused(MAGIC + (LARGEST_HEADER + 1).to_bytes(4, "little") + tiny[12:])
    assert "too long" in refused(MAGIC + b"\xff\xff\xff\xff" + tiny[12:])


@pytest.mark.parametrize("version", [0, VERSION + 1, "2", None, 1.5, [2]])
def test_another_version_is_refused(tiny: bytes, version: Any) -> None:
    header, raw = taken_apart(tiny)
    sentence = refused(put_together({**header, "version": version}, raw))
    assert sentence == f"the film has version {version!r}, this program reads {VERSION}"


def test_a_bomb_is_refused_before_it_is_inflated(tiny: bytes) -> None:
    header, _ = taken_apart(tiny)
    bomb = bytes(50_000_000)
    data = put_together(header, bomb)
    assert len(data) < 300_000
    tracemalloc.start()
    assert "longer" in refused(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5_000_000
    huge = {"name": "x", "dtype": "f4", "shape": [LARGEST_FILM // 4 + 1], "low": 0, "high": 0}
    sentence = refused(put_together({**header, "arrays": [*header["arrays"], huge]}, b""))
    assert sentence == "the film is too large: more than 256 MB"


def with_array(data: bytes, name: str, **changes: Any) -> bytes:
    """Change how one array is described; its bytes stay."""
    header, raw = taken_apart(data)
    described = [{**a, **changes} if a["name"] == name else a for a in header["arrays"]]
    return put_together({**header, "arrays": described}, raw)


BAD_LAYOUTS = {
    "negative": {"shape": [-1, 10]},
    "huge": {"shape": [2**40]},
    "fractions": {"shape": [2.0, 10]},
    "text": {"shape": ["2", "10"]},
    "truth": {"shape": [True, True]},
    "no list": {"shape": 7},
    "too many axes": {"shape": [2, 10] + [1] * 100},
    "a great many axes": {"shape": [2**28] * 50_000},
    "dtype of objects": {"dtype": "O"},
    "dtype of doubles": {"dtype": "f8"},
    "dtype that is no text": {"dtype": ["u2"]},
    "low that is no number": {"low": "a"},
    "low that is missing": {"low": None},
    "low beyond floats": {"low": 10**400},
    "infinite low": {"low": -math.inf},
    "high that is NaN": {"high": math.nan},
    "range beyond float32": {"low": -1e300, "high": 1e300},
    "range beyond float64": {"low": -1.7e308, "high": 1.7e308},
}


@pytest.mark.parametrize("case", BAD_LAYOUTS)
def test_an_array_that_cannot_be_is_refused(tiny: bytes, case: str) -> None:
    refused(with_array(tiny, "lstm.forget_gate", **BAD_LAYOUTS[case]))


@pytest.mark.parametrize("shape", [[0], [0] * 100, [2**28, 2**28, 2**28, 0], [0, 2**40]])
def test_an_empty_array_is_refused(tiny: bytes, shape: list[int]) -> None:
    header, raw = taken_apart(tiny)
    empty = {"name": "x", "dtype": "f4", "shape": shape, "low": 0, "high": 0}
    refused(put_together({**header, "arrays": [*header["arrays"], empty]}, raw))


@pytest.mark.parametrize("arrays", [None, 3, "abc", [3], [None], [[]], [{}], {}, []])
def test_a_list_of_arrays_that_is_none_is_refused(tiny: bytes, arrays: Any) -> None:
    header, raw = taken_apart(tiny)
    refused(put_together({**header, "arrays": arrays}, raw))


def rebuilt(data: bytes, change: Callable[[dict[str, np.ndarray]], Any]) -> bytes:
    """Change the arrays of a film and write it again, all arrays exact."""
    header, arrays = unpack(data)
    values = {name: arrays[name].copy() for name in arrays.names}
    change(values)
    writer = ArrayWriter()
    for name, value in values.items():
        writer.exact(name, value)
    return pack({k: v for k, v in header.items() if k != "arrays"}, writer)


def names_of(data: bytes) -> list[str]:
    return [a["name"] for a in taken_apart(data)[0]["arrays"]]


def test_an_exact_copy_is_still_a_film(tiny: bytes) -> None:
    assert Film.from_bytes(rebuilt(tiny, lambda arrays: None)).snapshots


def test_every_missing_array_is_refused_by_name(tiny: bytes) -> None:
    for name in names_of(tiny):
        data = rebuilt(tiny, lambda arrays, name=name: arrays.pop(name))
        if name in ("probe.target", "probe.content"):
            Film.from_bytes(data)  # both follow from the sequence; they are there for the player
        else:
            assert refused(data) == f"the film has no array called {name}"


RESHAPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "one snapshot less": lambda a: a[:-1],
    "one snapshot more": lambda a: np.concatenate([a, a[-1:]]),
    "no snapshot": lambda a: a[:0],
    "an axis more": lambda a: a[..., None],
    "an axis less": lambda a: a.ravel()[:1].reshape(()),
    "the last axis longer": lambda a: np.concatenate([a, a], -1),
    "transposed": lambda a: a.T if a.ndim > 1 and a.shape != a.T.shape else a[:-1],
}


@pytest.mark.parametrize("case", RESHAPES)
def test_every_wrong_shape_is_refused(tiny: bytes, case: str) -> None:
    reshape = RESHAPES[case]
    for name in names_of(tiny):
        if name not in ("probe.target", "probe.content", "probe.x"):
            refused(rebuilt(tiny, lambda arrays, n=name: arrays.update({n: reshape(arrays[n])})))


def test_units_that_do_not_fit_the_weights_are_refused(tiny: bytes) -> None:
    def twice(arrays: dict[str, np.ndarray]) -> None:
        for name in names_of(tiny):
            if (
                name.startswith("lstm.")
                and arrays[name].shape[1:] == (10, 1)
                and "pred" not in name
            ):
                arrays[name] = np.concatenate([arrays[name]] * 2, -1)

    assert "expected" in refused(rebuilt(tiny, twice))


@pytest.mark.parametrize(
    "updates",
    [
        *([0, math.nan], [math.nan, 1], [math.nan, math.nan], [0, math.inf], [-math.inf, 0]),
        *([1, 0], [0, 0], [0.5, 1], [-1, 0], [0, 3], [0, 1e30]),
    ],
)
def test_updates_that_cannot_be_are_refused(tiny: bytes, updates: list[float]) -> None:
    change = {"update": np.array(updates, np.float32)}
    assert "updates" in refused(rebuilt(tiny, lambda arrays: arrays.update(change)))


def changed_header(data: bytes, *path: Any, to: Any) -> bytes:
    """Replace one entry of the header."""
    header, raw = taken_apart(data)
    place = header
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return put_together(header, raw)


BAD_HEADERS: list[tuple[tuple[Any, ...], Any]] = [
    (("config",), None),
    (("config",), {"task": "memory_cell"}),
    (("config", "task"), "chess"),
    (("config", "task"), []),
    (("config", "hidden_size"), 0),
    (("config", "hidden_size"), 2),
    (("config", "seed"), 10**400),
    (("config", "learning_rate"), math.nan),
    (("config", "momentum"), 0.9),
    (("config", "task"), "memory_cell"),
    (("probe",), None),
    (("probe",), []),
    (("probe", "tokens"), None),
    (("probe", "tokens"), ["t"] * 10),
    (("probe", "tokens"), ["t", "t"]),
    (("probe", "tokens"), ["hello"]),
    (("models",), None),
    (("models",), []),
    (("models",), [1, 2]),
    (("models", 0, "key"), "gru"),
    (("models", 0, "seconds"), 10**400),
    (("models", 0, "seconds"), None),
    (("models", 0, "seconds"), math.nan),
    (("models", 0, "unit_follow"), [math.inf]),
    (("models", 0, "unit_follow"), []),
    (("models", 0, "unit_follow"), None),
    (("models", 0, "unit_follow"), [0.5, 0.5]),
    (("models", 0, "unit_follow"), ["a"]),
    (("models", 0, "unit_follow"), [10**400]),
    (("models", 0, "ended"), "yes"),
    (("models", 0, "ended"), {"update": math.inf, "reason": ""}),
    (("models", 0, "ended"), {"update": 3}),
    (("provenance",), None),
    (("provenance",), ["torch"]),
]


@pytest.mark.parametrize(("path", "to"), BAD_HEADERS, ids=[str(p)[:60] for p in BAD_HEADERS])
def test_a_header_that_does_not_fit_is_refused(tiny: bytes, path: tuple[Any, ...], to: Any) -> None:
    refused(changed_header(tiny, *path, to=to))


@pytest.mark.parametrize("name", ["cell", "dropout", "training_sequences"])
def test_a_film_of_a_version_that_lacks_a_knob_is_refused(tiny: bytes, name: str) -> None:
    config = taken_apart(tiny)[0]["config"]
    config.pop(name)
    sentence = refused(changed_header(tiny, "config", to=config))
    assert sentence == "the film's configuration does not have the knobs of this version"


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.data(), json_values)
def test_any_json_anywhere_in_the_header_is_refused_or_harmless(
    tiny: bytes, data: st.DataObject, value: Any
) -> None:
    place: Any = taken_apart(tiny)[0]
    path: list[Any] = []
    while isinstance(place, dict | list) and len(place) and (not path or data.draw(st.booleans())):
        path.append(
            data.draw(
                st.sampled_from(sorted(place))
                if isinstance(place, dict)
                else st.integers(0, len(place) - 1)
            )
        )
        place = place[path[-1]]
    refused_or_shown(changed_header(tiny, *path, to=value))


def test_a_sequence_that_is_not_the_one_in_words_is_refused(tiny: bytes) -> None:
    change = {"probe.x": np.full((10, 2), 0.5, np.float32)}
    sentence = refused(rebuilt(tiny, lambda arrays: arrays.update(change)))
    assert sentence == "the film's sequence is not the one that its words say"


@pytest.mark.parametrize("tokens", [["0.5", "nonsense"], []])
def test_a_sequence_that_does_not_fit_the_task_is_refused(tiny: bytes, tokens: list[str]) -> None:
    header, arrays = unpack(tiny)
    writer = ArrayWriter()
    for name in arrays.names:
        wrong = name == "probe.x" and not tokens
        writer.exact(name, np.full((10, 2), 0.5, np.float32) if wrong else arrays[name])
    del header["arrays"]
    header["probe"]["tokens"] = tokens
    assert refused(pack(header, writer)).startswith("the film cannot be shown: ")


@pytest.mark.parametrize("name", ["lstm", "rnn"])
def test_a_film_of_more_units_than_its_config_is_refused(film: Film, name: ModelName) -> None:
    other = replace(film, config=film.config.changed(hidden_size=3))
    refused(other.to_bytes())
