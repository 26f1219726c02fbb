// What the module offers: mountFilm for any page, and the default export for Streamlit.

/** Base64 to bytes. */
function bytesFromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const keyOf = (position) => JSON.stringify(position ?? null);
const mounted = new WeakMap(); // parentElement -> what Streamlit's calls for it share

function mountForStreamlit(parentElement, data) {
  const player = mountFilm(parentElement, {
    palette: data.palette,
    position: readBeginning(data.position, window.location.search),
    onRest: writeAddress,
  });
  // Parts arrive while training, in order; each waits for the one before.
  let queue = Promise.resolve();
  const enqueue = (work) => {
    queue = queue.then(work).catch((error) => console.warn(error.message));
  };
  const onPart = ({ detail }) => {
    if (detail?.training) player.training(detail.training);
    if (!detail?.film) return;
    const bytes = bytesFromBase64(detail.film);
    enqueue(() => (detail.begins ? player.show(bytes) : player.append(bytes)));
  };
  const onMove = ({ detail }) => enqueue(() => player.moveTo(readMove(detail)));
  window.addEventListener("lstm-viz:part", onPart);
  window.addEventListener("lstm-viz:move", onMove);
  const release = () => {
    window.removeEventListener("lstm-viz:part", onPart);
    window.removeEventListener("lstm-viz:move", onMove);
    player.destroy();
    mounted.delete(parentElement);
  };
  const position = keyOf(data.position);
  return { player, enqueue, release, film: null, serial: null, position, focus: keyOf(null), calls: 0 };
}

/**
 * The adapter for st.components.v2: called for the first and for every changed `data`.
 * `data` holds the film (base64), a serial number that rises whenever the film has to be shown
 * again although its bytes may be the same, the palette, where a page is about some of the player a
 * focus ({models, quantities, parts}), and, where it points at something, a position ({step, at,
 * unit, view}, as in the address, and play). At first the address goes before that position; later
 * a changed position moves the viewer. So does, at any time, a window's event "lstm-viz:move" with
 * such a position.
 * @param {{parentElement: Element, data: {film: string, serial?: number, palette: object,
 *   focus?: object, position?: object}}} component
 * @returns {() => void} clean-up, which does nothing once a later call has taken over
 */
function streamlitComponent({ parentElement, data }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, mountForStreamlit(parentElement, data));
  const mount = mounted.get(parentElement);
  const call = ++mount.calls;
  if (keyOf(data.focus) !== mount.focus) {
    mount.focus = keyOf(data.focus);
    mount.player.focus(data.focus);
  }
  // The serial rises when a film is to be shown again, for instance after a run over it was given up.
  if (data.film && (data.film !== mount.film || data.serial !== mount.serial)) {
    [mount.film, mount.serial] = [data.film, data.serial];
    mount.player.training({ state: "idle" }); // only a run at rest changes the film as a whole
    mount.enqueue(() => mount.player.show(bytesFromBase64(data.film)));
  }
  const position = keyOf(data.position);
  if (position !== mount.position) {
    mount.position = position;
    mount.enqueue(() => mount.player.moveTo(readMove(data.position)));
  }
  return () => call === mount.calls && mount.release();
}

export { mountFilm };
export default streamlitComponent;
