// Numbers -> pixels. A scale is a function with its ticks.

/** A scale over a range of values; `logarithmic` clamps what is not positive to the bottom. */
function createScale(low, high, from, to, logarithmic = false) {
  const bend = logarithmic ? (v) => Math.log10(Math.max(v, low)) : (v) => v;
  const span = bend(high) - bend(low) || 1;
  const scale = (value) => from + ((bend(value) - bend(low)) / span) * (to - from);
  scale.low = low;
  scale.high = high;
  scale.ticks = logarithmic ? decades(low, high) : roundTicks(low, high, 5);
  return scale;
}

/** Powers of ten, thinned to at most five. */
function decades(low, high) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / 5));
  const ticks = [];
  for (let power = last; power >= first; power -= every) ticks.push(10 ** power);
  return ticks;
}

/** About `wanted` round numbers between low and high. */
function roundTicks(low, high, wanted) {
  const raw = (high - low) / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].find((n) => n * magnitude >= raw) * magnitude;
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) ticks.push(k * step);
  return ticks;
}

/** A tick as text: 0.01, not 1e-2; powers of ten where there would be many zeros. */
function tickText(value) {
  const size = Math.abs(value);
  if (size > 1e4 || (size > 0 && size < 0.0005)) {
    return scientific(value).replace(".0·", "·").replace(/^(−?)1·/, "$1");
  }
  return String(Number(value.toPrecision(6))).replace("-", "−");
}

/** Smallest and largest finite number of several lists. */
function extent(lists) {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists) {
    for (const value of list) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/** Trace a line through points; a value that is not finite interrupts it. */
function traceLine(context, values, x, y) {
  context.beginPath();
  let drawing = false;
  for (let n = 0; n < values.length; n++) {
    if (!Number.isFinite(values[n])) {
      drawing = false;
      continue;
    }
    if (drawing) context.lineTo(x(n), y(values[n]));
    else context.moveTo(x(n), y(values[n]));
    drawing = true;
  }
}

// The second model is dashed wherever the two share a picture.
const DASHES = { first: [], second: [6, 4] };
