// What a viewer can do, in one place: buttons, keys and pointer all end up here.

function createActions(root, { state, set }, clock) {
  const clamp = (value, count) => Math.min(count - 1, Math.max(0, value));
  const scrubTraining = (index) => {
    const place = clamp(index, state.film.snapshots.length);
    set({ index: place, following: place === state.film.snapshots.length - 1, playing: false });
  };
  const goToTime = (t) => set({ t: clamp(t, state.film.steps), preview: null, playing: false });
  const actions = {
    set,
    scrubTraining,
    togglePlay: () => state.film && (state.playing ? clock.pause() : clock.play()),
    /** On a page that is about some of it: the whole player, or as the page has it. */
    toggleEverything: () => set({ showsAll: !state.showsAll }),
    toggleLoop: () => set({ loop: !state.loop }),
    /** For the lecture hall: the film alone on the screen. */
    toggleFullScreen: () =>
      root.matches(":fullscreen") ? document.exitFullscreen() : root.requestFullscreen(),
    stepTime: (by) => state.film && goToTime(state.t + by),
    stepTraining: (by) => state.film && scrubTraining(state.index + by),
    step: (by) => (state.axis === "sequence" ? actions.stepTime(by) : actions.stepTraining(by)),
    goTo({ t, model, unit }) {
      goToTime(t);
      if (model) set({ units: unitsWith(state, model, unit) });
    },
    /** The unit before or after, in the order of the heat maps' rows. */
    stepUnit(model, by) {
      const order = state.film.models[model].unit_order;
      const row = order.indexOf(numberOfUnit(state, model));
      const unit = order[(row + by + order.length) % order.length];
      set({ units: unitsWith(state, model, unit) });
    },
  };
  return actions;
}
