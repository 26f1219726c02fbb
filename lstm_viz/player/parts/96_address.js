// The position as part of the page's address, counted from 1 as on screen: step, at, unit, view.

/** Read a position from an address; what is missing or no number is left out. */
function readAddress(search) {
  const parameters = new URLSearchParams(search);
  const number = (name, less = 0) => {
    const text = parameters.get(name);
    return /^\d{1,9}$/.test(text ?? "") ? Number(text) - less : undefined;
  };
  return { t: number("step", 1), update: number("at"), unit: number("unit", 1), view: parameters.get("view") };
}

/** Write a position into the page's address, keeping all other parameters. */
function writeAddress({ t, update, unit, view }) {
  const address = new URL(window.location.href);
  const values = { step: t + 1, at: update, unit: unit + 1, view };
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  if (address.href !== window.location.href) history.replaceState(history.state, "", address);
}
