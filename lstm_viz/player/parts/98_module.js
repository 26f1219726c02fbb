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
    position: { ...readPosition(data.position), ...readPosition(window.location.search) },
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
  window.addEventListener("lstm-viz:part", onPart);
  const release = () => {
    window.removeEventListener("lstm-viz:part", onPart);
    player.destroy();
    mounted.delete(parentElement);
  };
  return { player, enqueue, release, film: null, serial: null, position: keyOf(data.position), calls: 0 };
}

/**
 * The adapter for st.components.v2: called for the first and for every changed `data`.
 * `data` holds the film (base64), a serial number that rises whenever the film has to be shown
 * again although its bytes may be the same, the palette, and, where a page points at something, a
 * position ({step, at, unit, view}, as in the address). At first the address goes before that
 * position; later a changed position moves the viewer.
 * @param {{parentElement: Element, data: {film: string, serial?: number, palette: object,
 *   position?: object}}} component
 * @returns {() => void} clean-up, which does nothing once a later call has taken over
 */
function streamlitComponent({ parentElement, data }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, mountForStreamlit(parentElement, data));
  const mount = mounted.get(parentElement);
  const call = ++mount.calls;
  // The serial rises when a film is to be shown again, for instance after a run over it was given up.
  if (data.film && (data.film !== mount.film || data.serial !== mount.serial)) {
    [mount.film, mount.serial] = [data.film, data.serial];
    mount.player.training({ state: "idle" }); // only a run at rest changes the film as a whole
    mount.enqueue(() => mount.player.show(bytesFromBase64(data.film)));
  }
  const position = keyOf(data.position);
  if (position !== mount.position) {
    mount.position = position;
    mount.enqueue(() => mount.player.moveTo(readPosition(data.position)));
  }
  return () => call === mount.calls && mount.release();
}

export { mountFilm };
export default streamlitComponent;
