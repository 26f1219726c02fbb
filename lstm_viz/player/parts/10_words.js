// Names, symbols and words. One word for one thing, the same in every panel.

const QUANTITIES = {
  forget_gate: { symbol: "f", name: "forget gate", low: "erases", high: "keeps", mid: "keeps part" },
  input_gate: { symbol: "i", name: "input gate", low: "ignores", high: "writes", mid: "writes part" },
  output_gate: { symbol: "o", name: "output gate", low: "hides", high: "reads out", mid: "reads part" },
  candidate: { symbol: "g", name: "candidate", word: "proposes" },
  cell_state: { symbol: "c", name: "cell state", word: "remembers" },
  hidden_state: { symbol: "h", name: "hidden state", word: "says" },
  reset_gate: {
    symbol: "r", name: "reset gate", low: "leaves it out", high: "uses the past", mid: "uses part",
  },
  update_gate: { symbol: "z", name: "update gate", low: "replaces", high: "keeps", mid: "keeps part" },
};
const isGate = (quantity) => "low" in QUANTITIES[quantity];

/** What a gate does at this value, in a word. */
function gateWord(quantity, value) {
  const { low, mid, high } = QUANTITIES[quantity];
  if (!Number.isFinite(value)) return "";
  return value >= 0.7 ? high : value <= 0.3 ? low : mid;
}

// What an event asks of the cell decides whose colour it wears.
const EVENTS_OF = {
  input_gate: [
    ...["write", "mark", "cue", "tick", "first", "recent"],
    ...["word", "moves", "begins"],
  ],
  forget_gate: ["erase", "reset"],
  output_gate: ["read", "query", "report", "ask first", "ask recent", "say"],
};
const GATE_OF_EVENT = Object.fromEntries(
  Object.entries(EVENTS_OF).flatMap(([gate, events]) => events.map((event) => [event, gate])),
);
const EVENT_GLYPHS = { input_gate: "↓", forget_gate: "×", output_gate: "↑" };
// Nothing happens, or the word only repeats the symbol that comes in.
const QUIET_EVENTS = new Set([
  ...["hold", "distractor", "idle", "start", "a", "b", ""],
  ...["rests", "hidden", "goes on", "silence"],
]);

/** "write + read" is two things at once; each has the gate that it asks for, or none. */
const gatesOfEvent = (event) => [
  ...new Set(event.split(" + ").map((part) => GATE_OF_EVENT[part] ?? null)),
];
const isQuiet = (event) => QUIET_EVENTS.has(event);
const asksForAnswer = (event) => gatesOfEvent(event).includes("output_gate");

/** A finite number with a true minus sign and, if it rounds to zero, without any. */
function rounded(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A text that begins with a hyphen, as numbers in a film do, with a true minus sign. */
const withMinus = (text) => text.replace(/^-/, "−");

/** A number as it is shown everywhere: the larger, the fewer digits. */
function fixed(value, digits = 2) {
  if (Number.isNaN(value) || value === undefined) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Math.abs(value) >= 1000) return scientific(value);
  return rounded(value, Math.abs(value) >= 100 ? 0 : digits);
}

const SUPERSCRIPTS = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((c, n) => [n, c])) };

/** A number as 3.1 · 10⁻⁵. */
function scientific(value) {
  if (value === 0 || !Number.isFinite(value)) return fixed(value, 0);
  // Rounded first: 9.97 becomes 10.0, which is 1.0 of the next power.
  const [mantissa, exponent] = value.toExponential(1).split("e").map(Number);
  const power = [...String(exponent)].map((c) => SUPERSCRIPTS[c]).join("");
  return `${fixed(mantissa, 1)}·10${power}`;
}

/** A loss or score: as many digits as tell it apart. */
function measured(value) {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size >= 0.1 || size === 0) return fixed(value, 3);
  return size >= 0.0001 ? fixed(value, size >= 0.01 ? 4 : 5) : scientific(value);
}

/** What a model says at a time step: a number, the likeliest class, or all likely symbols. */
function said(film, values, t) {
  const { outputs, target_kind: kind } = film.task;
  const row = values.subarray(t * outputs.length, (t + 1) * outputs.length);
  if (row.some(Number.isNaN)) return null;
  if (kind === "value") return [...row].map((v) => fixed(v)).join(", ");
  if (kind === "class") return String(outputs[row.indexOf(Math.max(...row))]);
  return outputs.filter((_, o) => row[o] > 0.5).join(" ") || "nothing";
}
