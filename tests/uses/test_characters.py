"""Next letter: the definition against a plain loop, counts against closed form, who remembers."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from lessons._sections.writing_on import text_of
from lessons._shared.shipped import RUNS
from lstm_viz import TrainConfig
from lstm_viz.feedback import drawn
from lstm_viz.measures.carrying import ASKED, carried
from lstm_viz.measures.unseen import unseen_scores
from lstm_viz.tasks import TASKS, SequenceError
from lstm_viz.tasks.uses.characters import LETTERS, SPACE, Characters, written
from tests.lessons.runs import trained
from tests.pages import opened, rested, sound, state, words

PAGE = "uses/03_text_generation"
TASK = TASKS["characters"]
assert isinstance(TASK, Characters)
OTHER = " ".join(f"the {a} {b} saw a {c}." for a in "abcde" for b in "fghij" for c in "klmno")


def runs():
    """Return the run that ships, and one from another seed."""
    return [trained(RUNS["characters"].changed(seed=seed)) for seed in range(2)]


def test_every_step_asks_for_the_letter_that_comes_next() -> None:
    batch = TASK.batch(seed=0, update=1, length=30, size=8)
    letter, wanted = batch.x.argmax(-1), batch.target.argmax(-1)
    assert batch.mask.all()
    assert np.array_equal(wanted[:-1], letter[1:])
    text = "".join(LETTERS[n] for n in TASK._parts["training"])
    for b in range(8):
        stretch = "".join(LETTERS[n] for n in (*letter[:, b], wanted[-1, b]))
        assert stretch in text


def test_the_parts_are_the_text_in_order() -> None:
    whole = np.concatenate([TASK._parts[part] for part in ("training", "validation", "test")])
    told = written(np.eye(len(LETTERS))[whole])
    assert told.startswith("this is the house that jack built. this is the malt that lay in the")
    assert told.count("this is the") == 12
    assert told.endswith("the rat that ate the malt that lay in the house that jack built.")


def test_counts_after_a_letter_are_those_of_a_plain_loop() -> None:
    text = TASK._parts["training"].tolist()
    single = Counter(text)
    kinds, total = len(single), len(text)
    q = np.array([single[n] + kinds / len(LETTERS) for n in range(len(LETTERS))]) / (total + kinds)
    np.testing.assert_allclose(TASK.share_after(()), q)
    t = LETTERS.index("t")
    after = Counter(b for a, b in pairwise(text) if a == t)
    n = np.array([after[k] for k in range(len(LETTERS))])
    expected = (n + len(after) * q) / (n.sum() + len(after))
    np.testing.assert_allclose(TASK.share_after((t,)), expected)
    assert TASK.share_after((t,)).sum() == pytest.approx(1)


def test_a_table_of_six_letters_cannot_tell_the_verb() -> None:
    ends = [tuple(map(LETTERS.index, f"{w}{SPACE}that{SPACE}"[-6:])) for w in ("rat", "dog")]
    assert ends[0] == ends[1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("short", "has 5 letters, expected 300 to 20,000"),
        ("a" * 20_001, "has 20,001 letters"),
        ("one 2 " * 100, "has '2', expected letters from a to z"),
        ("дом " * 100, "has 'д'"),
        ("la la la " * 50, "only repeats the rest"),
    ],
)
def test_a_text_that_does_not_serve_is_refused(text: str, told: str) -> None:
    with pytest.raises(SequenceError, match=r".") as refused:
        TASK.with_material(text)
    assert told in str(refused.value)


def test_another_text_is_read_in_plain_letters_and_trains() -> None:
    config = TrainConfig.of_task("characters", updates=3).changed(material=f"Là, {OTHER.upper()}!")
    assert config.the_task.probes(30)[1].text.startswith("l a ␣ t h e ␣ a")
    film = trained(config)
    assert np.isfinite([*unseen_scores(film)[0].values()]).all()


@pytest.mark.parametrize("heat", [0.05, 1.0, 4.0])
def test_letters_are_drawn_as_often_as_the_temperature_says(heat: float) -> None:
    scores = np.array([1.0, 0.0, -1.0])
    drawn_often = drawn(np.random.default_rng(1), heat)(0, np.tile(scores, (4000, 1))).mean(0)
    shares = np.exp(scores / heat) / np.exp(scores / heat).sum()
    np.testing.assert_allclose(drawn_often, shares, atol=0.03)


def test_both_carry_the_animal_to_its_verb_and_before_training_neither_does() -> None:
    for film in runs():
        for model in film.config.cells:
            assert carried(film, model, 0) <= ASKED / 3
            assert carried(film, model) >= 9  # of 12; a table of six letters: at most 3


def test_on_new_letters_counting_is_at_least_as_good() -> None:
    for film in runs():
        scores, simple = unseen_scores(film)
        assert max(scores.values()) < simple["after four letters"]
        assert min(scores.values()) > simple["the most frequent letter"]


def test_what_it_writes_becomes_words_with_training() -> None:
    film = runs()[0]
    known = set(written(np.eye(len(LETTERS))[TASK._parts["training"]]).replace(".", "").split())

    def share(snapshot: int) -> float:
        text = text_of(film, "lstm", film.snapshots[snapshot], f"this{SPACE}is{SPACE}", 0.5, 0)
        assert text == text_of(
            film, "lstm", film.snapshots[snapshot], f"this{SPACE}is{SPACE}", 0.5, 0
        )
        made = text.replace(".", "").split()[2:]
        return sum(word in known for word in made) / len(made)

    assert share(0) < 0.3 < 0.6 < share(-1)


def test_the_goal_can_be_reached_by_another_seed() -> None:
    assert carried(trained(RUNS["characters"].changed(seed=1)), "lstm") == ASKED


def test_the_page_writes_from_any_beginning_and_refuses_what_is_none() -> None:
    page = sound(opened(PAGE))
    assert len(page.code) == 4
    assert all(block.value.startswith("this is the ") for block in page.code[-4:])
    before = [block.value for block in page.code]
    page.slider(key="dial_draw").set_value(1.0).run()
    assert [block.value for block in page.code] != before
    page.text_input(key="beginning").set_value("the Cat").run()
    assert all(block.value.startswith("the cat") for block in page.code)
    sound(page.text_input(key="beginning").set_value("<b>7</b>").run())
    assert "The text has" in page.error[0].value
    assert page.text_input(key="beginning").value == "<b>7</b>"
    page.radio(key="predict_unseen").set_value("network").run()
    assert "the table" in page.info[0].value


def test_its_own_text_can_be_watched_and_a_visitors_text_loaded() -> None:
    page = opened(PAGE, updates="100", until="100")
    rested(page)
    page.button(key="watch_text").click().run()
    assert state(page).probe.text.startswith("t h i s ␣ i s ␣ t h e ␣")
    page.text_area[0].set_value(OTHER).run()
    sound(page.button(key="material_load").click().run())
    assert state(page).config.material == OTHER
    assert "go back to the built-in data" in words(rested_words(page))


def rested_words(page):
    rested(page)
    return page
