// The position as part of the page's address, counted from 1 as on screen: step, at, unit, view.

/** Read a position from an address or a record; what is missing or no number is left out. */
function readPosition(source) {
  const parameters = new URLSearchParams(source ?? "");
  const position = {};
  for (const [field, name, first] of [["t", "step", 1], ["update", "at", 0], ["unit", "unit", 1]]) {
    const text = parameters.get(name) ?? "";
    if (/^\d{1,9}$/.test(text)) position[field] = Number(text) - first;
  }
  if (parameters.has("view")) position.view = parameters.get("view");
  return position;
}

/**
 * Write a position into the page's address, keeping all other parameters.
 * While the film grows, the viewer follows its newest snapshot: that update is not a place to keep.
 */
function writeAddress({ t, update, unit, view }, { growing }) {
  const address = new URL(window.location.href);
  const values = { step: t + 1, unit: unit + 1, view, ...(growing ? {} : { at: update }) };
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  if (address.href !== window.location.href) history.replaceState(history.state, "", address);
}
