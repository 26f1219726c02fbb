"""Lesson 13: every use beside its best baseline, over several seeds, and how little is enough."""

from __future__ import annotations

from statistics import median

import pytest

from lessons._sections.all_uses import contests
from lessons._shared.catalogue import uses
from lessons._shared.shipped import RUNS
from lessons._shared.studies import study
from lstm_viz import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.measures.contest import contest, contest_of_runs
from lstm_viz.study import Outcome, Result
from lstm_viz.tasks import USES
from tests.lessons.runs import trained
from tests.pages import opened, rested, sound, state, words

LESSON = "13_what_it_is_used_for"


def result(seed: int, lstm: float, rnn: float) -> Result:
    """Return a made-up run on sentences."""

    def outcome(score: float) -> Outcome:
        return Outcome(score, score, None, None, 0.1, in_earnest=score)

    config = TrainConfig.of_task("sentiment", seed=seed)
    return Result(config, {"lstm": outcome(lstm), "rnn": outcome(rnn)})


def test_the_middle_run_competes_with_the_best_baseline() -> None:
    found = contest_of_runs([result(0, 0.9, 0.1), result(1, 0.2, 0.2), result(2, 0.95, 0.3)])
    assert found.models == {"lstm": (0.9, 0.2, 0.95), "rnn": (0.1, 0.2, 0.3)}
    assert found.baseline == "a bag of words"
    assert found.winner == "model"
    assert contest_of_runs([result(0, 0.3, 0.9)]).winner == "baseline"
    with pytest.raises(ValueError, match="latch has no baselines, expected a use"):
        contest_of_runs([Result(TrainConfig.of_task("latch"), result(0, 1, 1).models)])


@pytest.mark.parametrize("use", USES)
def test_a_page_opens_with_a_run_like_the_others(use: str) -> None:
    """The shipped run is not the luckiest: others are as good, and it comes to the same end."""
    shipped, others = contest(trained(RUNS[use])), contests()[use]
    assert shipped.winner == others.winner
    for name, scores in others.models.items():
        assert shipped.models[name][0] == pytest.approx(scores[RUNS[use].seed], rel=0.02, abs=0.002)


def test_once_answered_every_card_has_the_middle_of_all_seeds() -> None:
    assert "is better)." not in words(opened(LESSON))
    told = words(sound(opened(LESSON, simple="most")))
    for name, use in USES.items():
        scores = [r.models[r.config.cell].in_earnest for r in study("uses").where(task=name)]
        middle = median(score for score in scores if score is not None)
        title = CELLS[TrainConfig.of_task(name).cell].title
        number = f"{middle:.1%}" if use.higher_is_better else f"{middle:.3g}"
        assert f"{title} **{number}**" in told
        assert f"**Today.** {use.today}" in told


def test_a_card_tells_of_the_use_that_its_page_is_about() -> None:
    for entry, use in zip(uses(), USES, strict=True):
        page = opened(entry.page.removeprefix("lessons/").removesuffix(".py"))
        assert state(page).config.task == use


def test_the_answer_is_counted() -> None:
    simple = [USES[name].title for name, each in contests().items() if each.winner != "model"]
    page = opened(LESSON, simple="some")
    told = " ".join(box.value for box in (*page.success, *page.info))
    assert f"**{len(simple)} of {len(USES)}**" in told
    assert all(title in told for title in simple)


def test_the_goal_is_reached_with_three_units() -> None:
    few = RUNS["moving_dot"].changed(hidden_size=3, updates=600, snapshot_every=60)
    page = opened(LESSON, **few.to_query(), until="600")
    rested(page)
    assert "**Reached.** With 3 units" in words(page)
