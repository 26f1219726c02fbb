// Above the heat maps of a model: whose units they show, and how the units are sorted.

const FOLLOWS = 0.3; // the least |r| for which the order of the units means something

/** @param {Element} views the choice between heat maps and lines, which stands in the first one */
function createUnitHeadings(views) {
  const [first, second] = [0, 1].map(() => {
    const [title, note] = [element("h2"), element("small")];
    return { title, note, element: element("header", {}, title, note) };
  });
  first.element.append(views);
  second.element.classList.add("second");

  const update = ({ film, focus, view }) => {
    const shown = modelsIn(focus).filter((key) => quantitiesIn(focus, key).length);
    [first, second].forEach((heading, n) => {
      heading.element.hidden = n >= shown.length;
      if (heading.element.hidden) return;
      const model = film.models[shown[n]];
      const notes = [orderOfUnits(model, n === 0)];
      if (shown.findIndex((key) => runsBackward(film.models[key])) === n) notes.push(ABOUT_BACKWARD);
      setText(heading.title, model.title);
      setText(heading.note, notes.filter(Boolean).join("; "));
    });
    if (view === "difference") {
      const [before, after] = Object.values(film.models);
      setText(first.title, `${after.title} minus ${before.title}`);
    }
    views.hidden = !focus.parts.has("lines");
  };
  return { first: first.element, second: second.element, update };
}

function orderOfUnits(model, isFirst) {
  const best = Math.max(...(model.unit_follow ?? []).filter(Number.isFinite), 0);
  // One unit needs no order; where nothing is to be remembered, nothing can be followed.
  if (model.units === 1 || !(best > 0)) return "";
  const state = QUANTITIES[model.memory].name;
  const r = `|r|\u2060\u00a0=\u00a0${fixed(best)}`;
  if (best < FOLLOWS) return `no unit's ${state} follows what must be remembered (best ${r})`;
  if (!isFirst) return `sorted likewise, by ${state} (${r})`;
  const where = model.lanes.length > 1 ? "units sorted lane by lane" : "units sorted";
  return `${where}: first = the one whose ${state} follows what must be remembered best (${r})`;
}

const runsBackward = ({ lanes }) => lanes.some(({ backward }) => backward);
const ABOUT_BACKWARD =
  "← begins at the last step: a dashed cursor shows how far it has come while the sequence plays";
