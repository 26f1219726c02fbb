// The frame loop: it runs while something plays, moves or has changed, and sleeps otherwise.

const GLIDE = 0.045; // seconds in which the cursor covers most of a step
const CALM_AFTER = 8; // seconds of rest after which the dots in the diagrams come to a stop
const CALM_PACE = 0.35; // their pace while paused, as a share of the pace while playing

/**
 * @param {(seconds: number) => boolean} draw called once per frame; true: there will be more to do
 * @returns {{wake: () => void, stop: () => void}}
 */
function createLoop(draw) {
  let request = 0;
  let before = null;
  const frame = (now) => {
    const seconds = before === null ? 0 : Math.min(0.1, (now - before) / 1000);
    before = now;
    request = 0;
    if (draw(seconds)) wake();
    else before = null;
  };
  const wake = () => {
    request ||= requestAnimationFrame(frame);
  };
  return { wake, stop: () => cancelAnimationFrame(request) };
}

/** The time cursor of all lanes, which glides to where it should be. */
function createGlide() {
  let place = null;
  let moved = null;
  return (lanes, target, seconds, still) => {
    if (lanes !== moved) [moved, place] = [lanes, null]; // the lanes of another film
    const near = place === null || still || Math.abs(target - place) < 0.004;
    const next = near ? target : place + (target - place) * (1 - Math.exp(-seconds / GLIDE));
    if (next !== place) lanes.style.setProperty("--cursor", `${(next * 100).toFixed(2)}%`);
    place = next;
    return place !== target;
  };
}
