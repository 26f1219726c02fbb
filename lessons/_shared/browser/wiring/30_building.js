// Building blocks: elements, numbers as they are shown, and what each weight may be.

const SVG = "http://www.w3.org/2000/svg";

function withAttributes(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
const element = (tag, attributes = {}, ...children) =>
  withAttributes(document.createElement(tag), attributes, children);
const drawn = (tag, attributes = {}, ...children) =>
  withAttributes(document.createElementNS(SVG, tag), attributes, children);

const button = (words, run, attributes = {}) => {
  const made = element("button", { type: "button", ...attributes }, words);
  made.addEventListener("click", run);
  return made;
};

/** Change an element's text only if it is another: a screen reader notices every change. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A number as it is shown, with a true minus sign. */
function shown(value, digits = 2) {
  if (!Number.isFinite(value)) return "–";
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) ? `−${text}` : text;
}

/** A weight, without the decimals that it does not have. */
const weightText = (value) => shown(value, 3).replace(/\.?0+$/, "") || "0";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** An error: as many digits as tell it apart, and 4.0·10⁻⁷ where it is tiny. */
function errorText(error) {
  if (!(error < 0.001) || error === 0) return shown(error, error >= 0.1 ? 3 : 4);
  const [mantissa, exponent] = error.toExponential(1).split("e-");
  return `${mantissa}·10⁻${[...exponent].map((digit) => SUPERSCRIPTS[digit]).join("")}`;
}

const SYMBOLS = {
  input_gate: "i", forget_gate: "f", candidate: "g", output_gate: "o", cell_state: "c", readout: "y",
};

/** What each number of a gate is multiplied with: four inputs, the hidden state before, nothing. */
const TERMS = [...FEATURES, "h before", ""];
const READOUT_TERMS = ["h", ""];
const termsOf = (part) => (part === "readout" ? READOUT_TERMS : TERMS);

/** How far a weight goes, and in which steps. A candidate has to be small, where tanh is straight. */
function rangeOf(part, place) {
  if (part === "candidate") return { most: 2, step: 0.025 };
  if (part !== "readout") return { most: 20, step: 0.5 };
  return place === 0 ? { most: 20, step: 0.1 } : { most: 1, step: 0.01 };
}

/** "20 write − 10": what is added up, weights that are 0 left out. */
function sumText(part, weights) {
  const terms = termsOf(part);
  const text = weights
    .map((weight, place) => [weight, terms[place]])
    .filter(([weight]) => weight !== 0)
    .map(([weight, term]) => {
      const size = weightText(Math.abs(weight));
      return `${weight < 0 ? "−" : "+"} ${[size, term].filter(Boolean).join(" ")}`;
    })
    .join(" ");
  return text.replace(/^\+ /, "").replace(/^− /, "−") || "0";
}

const equationText = (part, weights) => {
  const sum = sumText(part, weights);
  if (part === "readout") return `y = ${sum}`;
  return `${SYMBOLS[part]} = ${part === "candidate" ? "tanh" : "σ"}(${sum})`;
};

const WORDS = {
  input_gate: ["ignores", "writes"], forget_gate: ["erases", "keeps"], output_gate: ["hides", "reads out"],
};

/** What a gate does at this value, in a word; in the middle it does some of it. */
function wordFor(part, value) {
  const [low, high] = WORDS[part] ?? ["", ""];
  return value >= 0.7 ? high : value <= 0.3 ? low : high && `${high} part`;
}

/** The sum of a part at one time step, with numbers: "20·1 − 10 = 10, so i = 1.00: writes". */
function sumAtStep(part, weights, { run, sequence: { values, commands }, step }) {
  const bits = [WRITE, ERASE, READ].map((bit) => (commands[step] & bit ? 1 : 0));
  const before = step ? run.hidden_state[step - 1] : 0;
  const isReadout = part === "readout";
  const given = isReadout ? [run.hidden_state[step]] : [values[step], ...bits, before];
  const terms = weights.map((weight, place) => [weight, given[place] ?? null]);
  const text = terms
    .filter(([weight]) => weight !== 0)
    .map(([weight, factor]) => `${weight < 0 ? "−" : "+"} ${weightText(Math.abs(weight))}${
      factor === null ? "" : `·${factor < 0 ? `(${shown(factor)})` : shown(factor).replace(/\.?0+$/, "")}`}`)
    .join(" ")
    .replace(/^\+ /, "")
    .replace(/^− /, "−");
  const sum = terms.reduce((total, [weight, factor]) => total + weight * (factor ?? 1), 0);
  const value = isReadout ? run.says[step] : run[part][step];
  const symbol = isReadout ? "y" : SYMBOLS[part];
  const word = wordFor(part, value);
  const added = text.includes(" ") || text.includes("·") ? `${text} = ${shown(sum)}` : shown(sum);
  const end = isReadout ? added : `${added}, so ${symbol} = ${shown(value)}${word && `: ${word}`}`;
  return `Time step ${step + 1}: ${end}`;
}
