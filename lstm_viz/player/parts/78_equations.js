// The equations, first in symbols, then with this unit's numbers at this time step.

const TIMES = "\u00a0· "; // a line that is too long breaks after it, and rather at a sum

/** Three decimals, also of large numbers: a calculator must come to the same result. */
const threeDecimals = (value) =>
  Math.abs(value) < 1000 ? rounded(value, 3) : fixed(value);

/** "f_t" becomes f with a subscript, in its quantity's colour. */
function symbolOf(text, quantity = null) {
  const [base, below] = text.split("_");
  const made = element("i", quantity ? { class: `of-${quantity}` } : {}, base);
  if (below) made.append(element("sub", {}, below));
  return made;
}

/** A formula in symbols: strings are signs, [text, quantity] are symbols. */
const formula = (...parts) =>
  element("span", { class: "formula" },
    ...parts.map((part) => (Array.isArray(part) ? symbolOf(...part) : part)));

/** A formula with numbers: each number is a text node of its own, so that only it changes. */
function numbersFormula(...parts) {
  const root = element("span", { class: "formula numbers" });
  const setters = [];
  for (const part of parts) {
    if (typeof part === "string") {
      root.append(part);
      continue;
    }
    const slot = element("span", part.quantity ? { class: `of-${part.quantity}` } : {});
    root.append(slot);
    setters.push((numbers) => setText(slot, threeDecimals(part.of(numbers))));
  }
  return { element: root, set: (numbers) => setters.forEach((set) => set(numbers)) };
}

const ofSum = (squash, letter) =>
  formula(
    `${squash}(`, [`W_${letter}`], " ", ["x_t"], " + ", [`b_${letter}`], " + ",
    [`U_${letter}`], " ", ["h_t−1", "hidden_state"], ")",
  );
const sumNumbers = (squash, input, past) =>
  numbersFormula(
    `${squash}(`, { of: (n) => n[input] }, " + ",
    { of: (n) => n[past], quantity: "hidden_state" }, ")",
  );

function equationRows() {
  const summed = (quantity, squash) => ({
    quantity,
    model: "lstm",
    isSum: true,
    symbols: ofSum(squash, QUANTITIES[quantity].symbol),
    numbers: sumNumbers(squash, `${quantity}.input`, `${quantity}.past`),
  });
  const number = (name, quantity) => ({ of: (n) => n[name], quantity });
  return [
    summed("forget_gate", "σ"),
    summed("input_gate", "σ"),
    summed("candidate", "tanh"),
    summed("output_gate", "σ"),
    {
      quantity: "cell_state",
      model: "lstm",
      symbols: formula(
        ["f_t", "forget_gate"], " · ", ["c_t−1", "cell_state"], " + ",
        ["i_t", "input_gate"], " · ", ["g_t", "candidate"],
      ),
      numbers: numbersFormula(
        number("forget_gate", "forget_gate"), TIMES, number("cellBefore", "cell_state"), " + ",
        number("input_gate", "input_gate"), TIMES, number("candidate", "candidate"),
      ),
    },
    {
      quantity: "hidden_state",
      model: "lstm",
      symbols: formula(["o_t", "output_gate"], " · tanh(", ["c_t", "cell_state"], ")"),
      numbers: numbersFormula(
        number("output_gate", "output_gate"), TIMES, number("squashed", "cell_state"),
      ),
    },
    {
      quantity: "hidden_state",
      model: "rnn",
      isSum: true,
      symbols: formula("tanh(", ["W x_t"], " + ", ["b"], " + ", ["U h_t−1", "hidden_state"], ")"),
      numbers: sumNumbers("tanh", "input", "past"),
    },
  ];
}

function createEquations() {
  const table = element("div", { class: "equation-table" });
  const rows = equationRows().map((row) => {
    const result = element("b", { class: `result of-${row.quantity}` });
    const word = element("small", { class: `of-${row.quantity}` });
    const symbol = symbolOf(`${QUANTITIES[row.quantity].symbol}_t`, row.quantity);
    const lhs = element("span", { class: "lhs" }, symbol, " =");
    const elements = [lhs, row.symbols, row.numbers.element, result, word];
    if (row.model === "rnn") elements.unshift(element("span", { class: "group" }, "Vanilla RNN"));
    table.append(...elements);
    return { ...row, result, word, elements };
  });
  const aboutSums = element("span", {},
    "In each sum: first what comes from the input, W x + b, then what comes from the past, U h. ");
  const caption = element("small", { class: "caption" },
    aboutSums, "All numbers are rounded to three decimals.");
  const title = element("h2");
  const root = element("section", { class: "equations", "aria-label": "Equations with their numbers" },
    element("header", {}, title), table, caption);

  /** Show the equations of what is in focus; none of them, if nothing is. */
  const focusOnThem = (focus) => {
    const isShown = ({ model, quantity }) => quantitiesIn(focus, model).includes(quantity);
    for (const row of rows) row.elements.forEach((part) => (part.hidden = !isShown(row)));
    const shown = rows.filter(isShown);
    aboutSums.hidden = !shown.some((row) => row.isSum);
    setText(title, focus.parts.has("cells") ? "The same in numbers" : "The equations in numbers");
    root.hidden = !focus.parts.has("equations") || !shown.length;
  };
  const update = (reading) => {
    for (const { quantity, model, numbers, result, word } of rows) {
      const value = reading[model][quantity];
      numbers.set(reading[model]);
      setText(result, threeDecimals(value));
      setText(word, isGate(quantity) ? gateWord(quantity, value) : QUANTITIES[quantity].word);
    }
  };
  return { element: root, update, focus: focusOnThem };
}
