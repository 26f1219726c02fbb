// What the module offers: mountFilm for any page, and the default export for Streamlit.

/** Base64 to bytes. */
function bytesFromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const mounted = new WeakMap(); // parentElement -> what Streamlit's calls for it share

function mountForStreamlit(parentElement, data) {
  const player = mountFilm(parentElement, {
    palette: data.palette,
    position: data.position ?? readAddress(window.location.search),
    onRest: writeAddress,
  });
  // Parts arrive while training, in order; each waits for the one before.
  let queue = Promise.resolve();
  const enqueue = (work) => {
    queue = queue.then(work).catch((error) => console.warn(error.message));
  };
  const onPart = ({ detail }) => {
    if (detail?.training) player.training(detail.training);
    if (detail?.film) enqueue(() => player.append(bytesFromBase64(detail.film)));
  };
  window.addEventListener("lstm-viz:part", onPart);
  const release = () => {
    window.removeEventListener("lstm-viz:part", onPart);
    player.destroy();
    mounted.delete(parentElement);
  };
  return { player, enqueue, release, film: null, position: JSON.stringify(data.position), calls: 0 };
}

/**
 * The adapter for st.components.v2: called for the first and for every changed `data`.
 * @param {{parentElement: Element, data: {film: string, palette: object, position: object}}} component
 * @returns {() => void} clean-up, which does nothing once a later call has taken over
 */
function streamlitComponent({ parentElement, data }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, mountForStreamlit(parentElement, data));
  const mount = mounted.get(parentElement);
  const call = ++mount.calls;
  if (data.film && data.film !== mount.film) {
    mount.film = data.film;
    mount.enqueue(() => mount.player.show(bytesFromBase64(data.film)));
  }
  const position = JSON.stringify(data.position);
  if (data.position && position !== mount.position) mount.player.moveTo(data.position);
  mount.position = position;
  return () => call === mount.calls && mount.release();
}

export { mountFilm };
export default streamlitComponent;
