// Playback on either axis: time steps of the sequence, or snapshots of the training.

const SNAPSHOTS_PER_SECOND = 5;
const LONGEST_PASS = 20; // seconds that a whole sequence takes at speed 1, at most
const REST_AT_THE_END = 1.2; // seconds before a loop begins again

function createClock({ state, set }) {
  let place = 0; // continuous, in steps of the axis; its whole part is on screen

  const now = () => (state.axis === "sequence" ? state.t : state.index);
  const count = () => (state.axis === "sequence" ? state.film.steps : state.film.snapshots.length);
  const pace = () => {
    const steps = Math.max(2.5, state.film.steps / LONGEST_PASS);
    return (state.axis === "sequence" ? steps : SNAPSHOTS_PER_SECOND) * state.speed;
  };

  const go = (step) => set(state.axis === "sequence" ? { t: step } : { index: step });

  const advance = (seconds) => {
    if (!state.playing) return;
    const last = count() - 1;
    if (Math.min(Math.floor(place), last) !== now()) place = now(); // scrubbed, or another axis
    place += pace() * seconds;
    const growing = state.axis === "training" && state.training.state === "training";
    if (growing) place = Math.min(place, last + 0.999); // wait for the next snapshot
    if (place >= last + 1 + (state.loop ? REST_AT_THE_END * pace() : 0)) {
      if (!state.loop) return void set({ playing: false });
      place = 0;
    }
    const step = Math.min(Math.floor(place), last);
    if (step !== now()) go(step);
  };

  const play = () => {
    if (now() >= count() - 1) go(0);
    place = now();
    set({ playing: true, preview: null });
  };
  return { advance, play, pause: () => set({ playing: false }) };
}
