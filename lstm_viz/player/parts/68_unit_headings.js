// Above the heat maps: whose units they show, and how the units are sorted.

const FOLLOWS = 0.3; // the least |r| for which the order of the units means something

function createUnitHeadings(switchElement) {
  const [first, second] = [0, 1].map(() => {
    const [title, note] = [element("h2"), element("small")];
    return { title, note, element: element("header", {}, title, note) };
  });
  first.element.append(switchElement);
  second.element.classList.add("second");

  const update = ({ film, focus }) => {
    const shown = KEYS.filter((model) => quantitiesIn(focus, model).length);
    [first, second].forEach((heading, n) => {
      heading.element.hidden = n >= shown.length;
      if (heading.element.hidden) return;
      const model = film.models[shown[n]];
      const state = shown[n] === "lstm" ? "cell state" : "hidden state";
      const what =
        n === 0
          ? `units sorted: first = the one whose ${state} follows what must be remembered best`
          : `sorted likewise, by ${state}`;
      setText(heading.title, model.title);
      setText(heading.note, orderOfUnits(model, state, what));
    });
    switchElement.hidden = !focus.parts.has("lines");
  };
  return { first: first.element, second: second.element, update };
}

function orderOfUnits(model, state, sorted) {
  const best = Math.max(...(model.unit_follow ?? []).filter(Number.isFinite), 0);
  // One unit needs no order; where nothing is to be remembered, nothing can be followed.
  if (model.hidden_size === 1 || !(best > 0)) return "";
  const r = `|r|\u2060\u00a0=\u00a0${fixed(best)}`;
  if (best >= FOLLOWS) return `${sorted} (${r})`;
  return `no unit's ${state} follows what must be remembered (best ${r})`;
}
