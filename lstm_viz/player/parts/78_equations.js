// The equations, first in symbols, then with this unit's numbers at this time step.

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

/**
 * A formula: strings are signs, [text, quantity] symbols, {of, quantity} numbers of the reading.
 * Each number is a text node of its own, so that only it changes.
 */
function createFormula(parts, kind) {
  const root = element("span", { class: `formula ${kind}` });
  const setters = [];
  for (const part of parts) {
    if (typeof part === "string") {
      root.append(part);
    } else if (Array.isArray(part)) {
      const symbol = symbolOf(...part);
      root.append(symbol);
      if (part[0].endsWith("_before")) {
        setters.push(({ isBackward }) => setText(symbol.lastChild, isBackward ? "t+1" : "t−1"));
      }
    } else {
      const slot = element("span", part.quantity ? { class: `of-${part.quantity}` } : {});
      root.append(slot);
      setters.push((reading) => setText(slot, threeDecimals(reading[part.of])));
    }
  }
  return { element: root, set: (reading) => setters.forEach((set) => set(reading)) };
}

/** One line of the table: what it gives, symbols, numbers, the result, and a word for it. */
function createEquation(row) {
  const { quantity, of = symbolAt(quantity), result = quantity } = row;
  const lhs = element("span", { class: "lhs" }, symbolOf(...of), " =");
  const symbols = createFormula(row.symbols, row.numbers ? "symbols" : "short symbols");
  const numbers = row.numbers && createFormula(row.numbers, "numbers");
  const sum = element("b", { class: `result of-${quantity}` });
  const word = element("small", { class: `of-${quantity}` });
  const set = (reading) => {
    symbols.set(reading);
    numbers?.set(reading);
    if (result) setText(sum, threeDecimals(reading[result]));
    setText(word, row.word ? row.word(reading) : wordOf(quantity, reading[quantity]));
  };
  // Where nothing is to be computed, the word stands behind the symbols.
  if (!result) symbols.element.append(" ", word);
  const computed = [...(numbers ? [numbers.element] : []), sum, word];
  const elements = [lhs, symbols.element, ...(result ? computed : [])];
  return { quantity, isSum: Boolean(row.isSum), elements, set };
}

/** Above a model's equations: its name, and which of its lanes they are of. */
function groupInWords({ title, lanes }, { lane }) {
  const words = lanes.length > 1 ? [`${title}: ${lane.title}`] : [title];
  if (lane.layer) words.push(`its x is the hidden state of layer ${lane.layer}`);
  if (lane.backward) words.push("it runs backward, so that t+1 comes before t");
  return words.join("; ");
}

function createEquationsOf(record, isFirst) {
  const group = element("span", { class: "group" });
  const rows = equationRows(record).map(createEquation);
  const notes = equationNotes(record).map(([quantity, text]) =>
    ({ quantity, element: element("small", { class: "group" }, text) }));
  const isNamed = !isFirst || record.lanes.length > 1;
  return {
    elements: [group, ...rows.flatMap(({ elements }) => elements), ...notes.map((note) => note.element)],
    /** @returns {object[]} the rows that are shown */
    show: (quantities) => {
      const shown = rows.filter(({ quantity }) => quantities.includes(quantity));
      for (const row of rows) row.elements.forEach((part) => (part.hidden = !shown.includes(row)));
      group.hidden = !isNamed || !shown.length;
      for (const note of notes) note.element.hidden = !quantities.includes(note.quantity);
      return shown;
    },
    update: (reading) => {
      setText(group, groupInWords(record, reading));
      rows.forEach((row) => row.set(reading));
    },
  };
}

/**
 * Make the equations of one or two models.
 * @param {object[]} records as in film.models
 * @returns {object} element, update(readings by key), focus(focus)
 */
function createEquations(records) {
  const groups = records.map((record, n) => createEquationsOf(record, n === 0));
  // With long sums all numbers stand below their symbols.
  const isLong = records.some(({ kind }) => kind === "peephole" || kind === "gru");
  const table = element("div", { class: `equation-table${isLong ? " two-lined" : ""}` },
    ...groups.flatMap(({ elements }) => elements));
  const fromCell = records.some(({ kind }) => kind === "peephole")
    ? ", and last what comes through the peephole, p c" : "";
  const aboutSums = element("span", {},
    "In each sum: first what comes from the input, W x + b, then what comes from the past, " +
    `U h${fromCell}. `);
  const caption = element("small", { class: "caption" },
    aboutSums, "All numbers are rounded to three decimals.");
  const title = element("h2");
  const root = element("section", { class: "equations", "aria-label": "Equations with their numbers" },
    element("header", {}, title), table, caption);

  /** Show the equations of what is in focus; none of them, if nothing is. */
  const focusOnThem = (focus) => {
    const shown = groups.flatMap(({ show }, n) => show(quantitiesIn(focus, records[n].key)));
    aboutSums.hidden = !shown.some((row) => row.isSum);
    setText(title, focus.parts.has("cells") ? "The same in numbers" : "The equations in numbers");
    root.hidden = !focus.parts.has("equations") || !shown.length;
  };
  const update = (readings) =>
    groups.forEach((group, n) => readings[records[n].key] && group.update(readings[records[n].key]));
  return { element: root, update, focus: focusOnThem };
}
