// The position as part of the page's address, counted from 1 as on screen: step, at,
// unit, view; and show=all where a page that shows some of the player was asked for all of it.

/** Read a position from an address or a record; what is missing or no number is left out. */
function readPosition(source) {
  const parameters = new URLSearchParams(source ?? "");
  const position = {};
  for (const [field, name, first] of [["t", "step", 1], ["update", "at", 0], ["unit", "unit", 1]]) {
    const text = parameters.get(name) ?? "";
    if (/^\d{1,9}$/.test(text)) position[field] = Number(text) - first;
  }
  for (const name of ["view", "show"]) {
    if (parameters.has(name)) position[name] = parameters.get(name);
  }
  return position;
}

/** Where a page wants the viewer to be, and along which axis the film then plays. */
const readMove = (record) => ({ ...readPosition(record), play: record?.play });

/** Where the player begins: an address goes before the page's wish, which then does not play. */
function readBeginning(record, address) {
  const position = readPosition(address);
  const { show, ...place } = position;
  const begins = Object.keys(place).length ? readPosition(record) : readMove(record);
  return { ...begins, ...position };
}

/**
 * Write a position into the page's address, keeping all other parameters.
 * While the film grows, the viewer follows its newest snapshot: that update is not a place to keep.
 */
function writeAddress({ t, update, unit, view, show }, { growing, trains }) {
  const address = new URL(window.location.href);
  const values = { step: t + 1, unit: unit + 1, view };
  if (trains && !growing) values.at = update;
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  if (growing) address.searchParams.delete("at"); // it was a place in the film before
  if (show === "all") address.searchParams.set("show", show);
  if (show === "focus") address.searchParams.delete("show");
  if (address.href !== window.location.href) history.replaceState(history.state, "", address);
}
