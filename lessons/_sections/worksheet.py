"""A worksheet: one time step of an LSTM, computed by the student, equation by equation."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from lessons._sections.worksheet_words import LINES, done_line, filled, squashed, table, weights
from lessons._shared.link import take
from lessons._shared.plain import plain
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.by_hand.cell_diagram import cell_diagram
from lstm_viz.by_hand.exercises import exercise
from lstm_viz.by_hand.mistakes import check
from lstm_viz.by_hand.step import ORDER, Exercise

SEEDS = 10_000

# Streamlit's own HTML leaves out drawings.
_drawing = st.components.v2.component(
    "drawing",
    html="<div></div>",
    css="div { color: var(--st-text-color) }",
    js="""
    export default function ({ data, parentElement }) {
      parentElement.querySelector("div").innerHTML = data.svg;
    }
    """,
)


class Sheet(NamedTuple):
    """A worksheet as far as it has come.

    Attributes
    ----------
    seed : int
        Which exercise.
    task : Exercise
    done : dict of str to float
        The student's right numbers, by quantity, in their order.
    wrong : str
        What was entered for the next quantity, as it was typed; empty if nothing was.
    """

    seed: int
    task: Exercise
    done: dict[str, float]
    wrong: str

    @property
    def next(self) -> str | None:
        """Return the quantity that is to be computed now."""
        return None if len(self.done) == len(ORDER) else ORDER[len(self.done)]


def sheet_of(visit: Visit, default: int) -> Sheet:
    """Return the worksheet of a visit; its link carries ``numbers`` (the seed) and ``worked``.

    A seed that is none is told, and the default stands.
    """
    expected = f"a whole number from 0 to {SEEDS - 1}. Using {default} instead"
    take(
        visit,
        "numbers",
        lambda said: said.isascii() and said.isdigit() and len(said) < 5,
        expected,
    )
    if "worked" in visit.link:
        visit.answers["worked"] = visit.link.pop("worked")[:100]
    seed = int(visit.answers.get("numbers", default))
    task, done, wrong = exercise(seed), dict[str, float](), ""
    for name, text in zip(ORDER, visit.answers.get("worked", "").split(";"), strict=False):
        value = read_number(text)
        if value is None or not check(task, name, value, done).right:
            wrong = text
            break
        done[name] = value
    return Sheet(seed, task, done, wrong.strip())


def prediction_of(sheet: Sheet) -> str:
    """Return the name of the question on an exercise, of which each has its own."""
    return f"cell_{sheet.seed}"


def read_number(text: str) -> float | None:
    """Read a number as people type it: a comma or a true minus sign will do; None if it is none."""
    try:
        value = float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return value if abs(value) < 1000 else None


def new_numbers(visit: Visit, sheet: Sheet) -> None:
    """Turn to the next exercise, and to an empty sheet."""
    visit.answers.pop(prediction_of(sheet), None)
    visit.answers |= {"numbers": str((sheet.seed + 1) % SEEDS), "worked": ""}


def worksheet(visit: Visit, sheet: Sheet) -> None:
    """Draw what is given, the cell with all numbers so far, and the equation that comes next."""
    task = sheet.task
    given, drawn = st.columns([4, 6], gap="medium", vertical_alignment="center")
    with given:
        st.markdown(
            rf"$x_t = {task.x:g}$, $\;h_{{t-1}} = {task.hidden:g}$, $\;c_{{t-1}} = {task.cell:g}$"
        )
        st.markdown(weights(task))
    before = {"input": task.x, "hidden_before": task.hidden, "cell_before": task.cell}
    with drawn:
        _drawing(data={"svg": cell_diagram(before | sheet.done, mode())}, key="cell_diagram")
    st.markdown(
        "\n".join(
            f"{number}. {done_line(task, sheet.done, name)}"
            for number, name in enumerate(sheet.done, 1)
        )
    )
    with st.container(key="worksheet"):
        if sheet.next:
            _ask(visit, sheet, sheet.next)
            if sheet.next in task.rows:
                st.markdown(table())
        else:
            st.markdown(
                "That was one time step. $c_t$ and $h_t$ go on to the next one, and $h_t$ to "
                "whoever reads this unit."
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "New numbers",
            icon=":material/casino:",
            key="new_numbers",
            on_click=new_numbers,
            args=(visit, sheet),
        )
        st.caption(f"Exercise {sheet.seed}. All is computed on this page, with 64-bit numbers.")


def _ask(visit: Visit, sheet: Sheet, name: str) -> None:
    """Ask for the next quantity, and judge what was entered for it."""
    line, number = LINES[name], len(sheet.done) + 1

    def entered() -> None:
        said = st.session_state.worked_now
        right = [visit.answers.get("worked", "").split(";")[n] for n in range(len(sheet.done))]
        visit.answers["worked"] = ";".join([*right, said.strip()[:12].replace(";", " ")])

    st.session_state.worked_now = sheet.wrong
    st.markdown(
        f"**{number}. The {name.replace('_', ' ')}: {line.asks}** ${line.symbol} = {line.rule}$"
    )
    # The same key for all six: the cursor stays in the field.
    st.text_input(
        f"Your number for ${line.symbol}$, to two decimals",
        key="worked_now",
        on_change=entered,
        placeholder="0.00",
        width=260,
    )
    if name == "hidden_state":
        st.caption(squashed(sheet.done["cell_state"]))
    if sheet.wrong:
        value = read_number(sheet.wrong)
        if value is None:
            st.warning(
                f"“{plain(sheet.wrong)}” is no number. Write something like 0.73.",
                icon=":material/edit_off:",
            )
            return
        because = check(sheet.task, name, value, sheet.done).because
        equation = f"${line.symbol} = {filled(sheet.task, sheet.done, name)}$"
        st.info(
            f"**Not yet.** {because} With the numbers: {equation}",
            icon=":material/lightbulb:",
        )
