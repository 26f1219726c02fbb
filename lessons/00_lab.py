"""The Lab: train an LSTM and a vanilla RNN side by side, and watch every gate."""

from __future__ import annotations

import streamlit as st

from lessons._shared.films import encoded, film_now, has_arrived, run_store, shipped_film
from lessons._shared.knobs import common_knobs, more_knobs
from lessons._shared.live import follow
from lessons._shared.player import film_player
from lessons._shared.sections import sections
from lessons._shared.story import costs, headline
from lessons._shared.training_controls import small_steps, train_button
from lessons._shared.visit import current_visit, note_outcome

store = run_store()
visit = current_visit(shipped_film().config)
film = film_now(store, visit)
shown = film.update if film else 0
is_resting = has_arrived(store, visit, film)

with st.container(gap="small"):
    st.markdown("### Watch an LSTM think")
    st.markdown(
        "A small LSTM and a vanilla RNN learn the same task from the same examples. "
        f"**{visit.config.the_task.title}:** {visit.config.the_task.summary}"
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        common_knobs(visit)
        train_button(visit, store, shown)
        small_steps(visit, store, shown)
        with st.popover("More", icon=":material/tune:"):
            more_knobs(visit)
    for problem in visit.problems:
        st.warning(problem, icon=":material/link_off:")
    with st.container(key="story"):
        if not is_resting:
            follow(visit, store)
        elif film:
            st.markdown(headline(film))
if is_resting and film:
    visit.sent.clear()
    visit.screen = encoded(store, visit, film)
    note_outcome(visit, film)
if visit.screen:
    film_player(visit.screen, key="film")
if film:
    st.caption(costs(film))
    sections(visit, store, film)
visit.write_link()
