// Colours of the page, read from the page itself, and the tables that turn numbers into colours.

const GATE_LEVELS = 256;

/** Read any CSS colour as [r, g, b]: the browser paints one pixel with it. */
const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
function rgb(colour) {
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  return [...pixel.getImageData(0, 0, 1, 1).data.subarray(0, 3)];
}

const css = (colour) => `rgb(${colour.map(Math.round).join(" ")})`;
const blend = (from, to, share) => from.map((value, k) => value + (to[k] - value) * share);

function luminance(colour) {
  const [r, g, b] = colour
    .map((level) => level / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * Everything that panels need to know about colour on the present page.
 * @param {HTMLElement} element carries the page's text and background colour
 * @param {Object<string, string>} palette "forget_gate.light": "#...", ...
 */
function readTheme(element, palette) {
  const style = getComputedStyle(element);
  const background = rgb(style.backgroundColor);
  const text = rgb(style.color);
  const dark = luminance(background) < 0.25;
  const mode = dark ? "dark" : "light";
  const negative = blend(background, text, dark ? 0.78 : 0.72);
  const colours = {};
  const table = {};
  const signed = {}; // the same, for what may be negative
  for (const key of Object.keys(palette)) {
    const [name, its] = key.split(".");
    if (its === mode) colours[name] = palette[key];
  }
  for (const name of Object.keys(colours)) {
    const full = rgb(colours[name]);
    const sequential = name.endsWith("gate") || PLACES.includes(name);
    signed[name] = lookup((share) => blend(background, share < 0.5 ? negative : full, fromZero(share)));
    table[name] = sequential ? lookup((share) => blend(background, full, share)) : signed[name];
  }
  table.text = lookup((share) => blend(background, text, share * 0.8));
  return {
    key: [mode, style.backgroundColor, style.color, style.fontFamily].join(),
    dark,
    colours,
    table,
    signed,
    background: css(background),
    text: css(text),
    muted: css(blend(background, text, dark ? 0.68 : 0.64)),
    faint: css(blend(background, text, 0.3)),
    track: css(blend(background, text, dark ? 0.26 : 0.17)),
    hairline: css(blend(background, text, 0.13)),
    negative: css(negative),
    font: style.fontFamily,
  };
}

/** How far from the middle, 0 to 1; the two levels beside the middle are both 0: the background. */
const fromZero = (share) => {
  const [level, middle] = [share * (GATE_LEVELS - 1), (GATE_LEVELS - 1) / 2];
  return (Math.abs(level - middle) - 0.5) / (middle - 0.5);
};

/** 256 colours as 32-bit pixels (red in the lowest byte), ready to be written into ImageData. */
function lookup(colourAt) {
  return Uint32Array.from({ length: GATE_LEVELS }, (_, level) => {
    const [r, g, b] = colourAt(level / (GATE_LEVELS - 1)).map(Math.round);
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
}
