// The tour: offers itself once, walks from stop to stop, and moves the page's real controls.

const PLACE = "lstm-viz.tour";
const PRESS_AFTER = 1400; // so that one sees which button it is
const FRAMES_PER_COUNT = 20; // looking through the page in every frame would be too much

const remember = () => {
  try {
    window.localStorage.setItem(PLACE, "seen");
  } catch {
    // where nothing may be kept, the tour offers itself again another time
  }
};
const isNew = () => {
  try {
    return window.localStorage.getItem(PLACE) === null;
  } catch {
    return true;
  }
};

/** What lies over the page: outside of every component, so that nothing clips it. */
function createLayer(source) {
  const host = element("div", { class: "lstm-viz-tour" });
  const root = host.attachShadow({ mode: "open" });
  const layer = element("div", { class: "layer" });
  root.append(element("style", {}, STYLE), layer);
  document.body.append(host);
  const theme = getComputedStyle(source);
  for (const name of ["text-color", "background-color", "primary-color", "font"]) {
    layer.style.setProperty(`--${name}`, theme.getPropertyValue(`--st-${name}`));
  }
  return { host, layer };
}

function startTour(data, opener, source, ended) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const stops = stopsOf(data);
  const { host, layer } = createLayer(source);
  const light = element("div", { class: "light" });
  let [at, targets, pressing, request, frames] = [-1, [], 0, 0, 0];

  const end = () => {
    clearTimeout(pressing);
    cancelAnimationFrame(request);
    document.removeEventListener("keydown", onEscape);
    host.remove();
    remember();
    opener.focus({ preventScroll: true });
    ended();
  };
  /** Press a button as a hand would; what it sets going is to be seen, so the page clears up. */
  const pressIt = (selector) => {
    findAll(selector)[0]?.click();
    light.classList.add("clear");
  };
  /** What is there now: the page may still be filling, or what stood here may have gone. */
  const present = () =>
    stops.filter((each, number) => number === at || findTargets(each.targets).length);
  /** The present stop's number among those that are there, and how many these are. */
  const place = () => {
    const shown = present();
    return [shown.indexOf(stops[at]) + 1, shown.length];
  };
  /** Go to the next stop in a direction whose target is there. */
  const go = (by) => {
    clearTimeout(pressing);
    let next = at + by;
    while (stops[next] && !findTargets(stops[next].targets).length) next += by;
    if (next < 0) return;
    if (next >= stops.length) return end();
    at = next;
    const { move, press } = stops[at];
    targets = findTargets(stops[at].targets);
    stop.show(stops[at], ...place());
    bringIntoView(targets, stop.card, calm.matches);
    if (move) window.dispatchEvent(new CustomEvent("lstm-viz:move", { detail: move }));
    light.classList.remove("clear");
    if (press) pressing = setTimeout(() => pressIt(press), PRESS_AFTER);
  };
  /** Keep light and card at the target, which may move, grow, or be drawn anew. */
  const follow = () => {
    if (!targets.every(isSeen)) targets = findTargets(stops[at].targets);
    light.hidden = !targets.length;
    if (targets.length) {
      const box = boxAround(targets);
      Object.assign(light.style, {
        translate: `${box.left - 6}px ${box.top - 6}px`,
        width: `${box.width + 12}px`,
        height: `${box.height + 12}px`,
      });
      placeCard(stop.card, box);
    }
    if (++frames % FRAMES_PER_COUNT === 0) stop.place(...place());
    request = requestAnimationFrame(follow);
  };
  const onEscape = (event) => event.key === "Escape" && end();

  const stop = createStopCard({ next: () => go(1), back: () => go(-1), end });
  stop.card.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    go(by);
  });
  document.addEventListener("keydown", onEscape);
  layer.append(light, stop.card);
  go(1);
  if (at >= 0) follow();
  stop.following.focus({ preventScroll: true });
  return end;
}

function mount(parentElement) {
  const opener = parentElement.querySelector(".open-tour");
  const mounted = { data: null, calls: 0, leave: () => {} };
  let waiting = 0;
  const start = () => {
    mounted.leave();
    let isOver = false;
    const end = startTour(mounted.data, opener, parentElement.querySelector(".tour"), () => {
      isOver = true;
      mounted.leave = () => {};
    });
    if (!isOver) mounted.leave = end;
  };
  const offer = () => {
    const { host, layer } = createLayer(parentElement.querySelector(".tour"));
    const away = () => host.remove();
    mounted.leave = away;
    layer.append(createOffer(start, () => {
      remember();
      away();
    }));
  };
  opener.addEventListener("click", start);
  mounted.release = () => {
    clearInterval(waiting);
    mounted.leave();
  };
  mounted.begin = () => {
    if (!mounted.data.offers || !isNew()) return;
    // First the film, then the offer.
    waiting = setInterval(() => {
      if (!findAll(FILM).length) return;
      clearInterval(waiting);
      offer();
    }, 500);
  };
  return mounted;
}

const all = new WeakMap(); // parentElement -> its tour, over all calls

export default function ({ parentElement, data }) {
  const isFirst = !all.has(parentElement);
  if (isFirst) all.set(parentElement, mount(parentElement));
  const mounted = all.get(parentElement);
  const call = ++mounted.calls;
  mounted.data = data;
  if (isFirst) mounted.begin();
  return () => {
    if (call !== mounted.calls) return; // a later call has taken over
    mounted.release();
    all.delete(parentElement);
  };
}
