// Playback on either axis: time steps of the sequence, or snapshots of the training.

const SNAPSHOTS_PER_SECOND = 5;
const LONGEST_PASS = 20; // seconds that a whole sequence takes at speed 1, at most
const FILM_SECONDS = 3; // in which a page's film of the training passes once, however long it is
const REST_AT_THE_END = 1.2; // seconds before a loop begins again

function createClock({ state, set }) {
  let place = 0; // continuous, in steps of the axis; its whole part is on screen
  let once = null; // the axis along which it plays to the end, and then stays there

  const now = () => (state.axis === "sequence" ? state.t : state.index);
  const count = () => (state.axis === "sequence" ? state.film.steps : state.film.snapshots.length);
  const pace = () => {
    if (once === "training") return count() / FILM_SECONDS;
    const steps = Math.max(2.5, state.film.steps / LONGEST_PASS);
    return (state.axis === "sequence" ? steps : SNAPSHOTS_PER_SECOND) * state.speed;
  };

  const go = (step) => set(state.axis === "sequence" ? { t: step } : { index: step });

  const advance = (seconds) => {
    if (!state.playing) return;
    if (once !== state.axis) once = null; // the viewer has chosen the other one
    const last = count() - 1;
    if (Math.min(Math.floor(place), last) !== now()) place = now(); // scrubbed, or another axis
    place += pace() * seconds;
    const growing = !once && state.axis === "training" && state.training.state === "training";
    if (growing) place = Math.min(place, last + 0.999); // wait for the next snapshot
    const loops = state.loop && !once;
    if (place >= last + 1 + (loops ? REST_AT_THE_END * pace() : 0)) {
      if (once) return stayAtTheEnd();
      if (!loops) return void set({ playing: false });
      place = 0;
    }
    const step = Math.min(Math.floor(place), last);
    if (step !== now()) go(step);
  };

  const stayAtTheEnd = () => {
    go(count() - 1);
    set(state.axis === "training" ? { playing: false, following: true } : { playing: false });
  };

  const begin = () => {
    place = now();
    set({ playing: true, preview: null });
  };
  const play = () => {
    once = null;
    if (now() >= count() - 1) go(0);
    begin();
  };

  /** Play along an axis once, from its beginning; `calm`: be at its end at once. */
  const playOnce = (axis, calm) => {
    set({ axis });
    if (calm) return stayAtTheEnd();
    once = axis;
    go(0);
    if (axis === "training") set({ following: false });
    begin();
  };
  return { advance, play, playOnce, pause: () => set({ playing: false }) };
}
