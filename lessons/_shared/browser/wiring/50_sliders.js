// The unit's weights: an equation for each gate, and sliders for those that the stage is about.

const NAMES = {
  input_gate: ["input gate", "write how much?"],
  forget_gate: ["forget gate", "keep how much?"],
  candidate: ["candidate", "write what?"],
  output_gate: ["output gate", "read out how much?"],
  readout: ["readout", "say it how loud?"],
};

/** @param {(part: string, place: number, value: number) => void} turn */
function createSliders(turn, choose) {
  const cards = Object.keys(NAMES).map((part) => createCard(part, turn, choose));
  const root = element("div", { class: "cards" }, ...cards.map((card) => card.element));
  const update = (look) => cards.forEach((card) => card.update(look));
  return { element: root, update };
}

function createCard(part, turn, choose) {
  const [name, question] = NAMES[part];
  const equation = element("span", { class: "equation" });
  const given = element("small", { class: "given" }, "given");
  const title = element("span", { class: "title" }, element("b", {}, name), " ",
    element("small", {}, question));
  const head = button("", () => choose(part), { class: "head", "aria-expanded": "false" });
  head.append(title, given, equation);
  const rows = termsOf(part).map((term, place) => createRow(part, place, term, turn));
  const now = element("p", { class: "now" });
  const body = element("div", { class: "rows", role: "group", "aria-label": `Weights of the ${name}` },
    ...rows.map((row) => row.element), now);
  const root = element("div", { class: `card of-${part}` }, head, body);

  const update = (look) => {
    const { weights, stage, open } = look;
    const isMine = stage.parts.includes(part);
    const isOpen = isMine && open === part;
    root.classList.toggle("mine", isMine);
    head.disabled = !isMine;
    head.setAttribute("aria-expanded", String(isOpen));
    given.hidden = isMine;
    body.hidden = !isOpen;
    setText(equation, equationText(part, weights[part]));
    if (!isOpen) return;
    rows.forEach((row, place) => row.update(weights[part][place]));
    setText(now, sumAtStep(part, weights[part], look));
  };
  return { element: root, update };
}

function createRow(part, place, term, turn) {
  const { most, step } = rangeOf(part, place);
  const label = term === "" ? "bias" : `× ${term}`;
  const slider = element("input", {
    type: "range", min: -most, max: most, step, "aria-label": `${NAMES[part][0]}, ${label}`,
  });
  const value = element("output");
  slider.addEventListener("input", () => turn(part, place, Number(slider.value)));
  slider.addEventListener("dblclick", () => turn(part, place, 0));
  const row = element("label", { class: "row" }, element("span", {}, label), slider, value);
  const update = (weight) => {
    if (Number(slider.value) !== weight) slider.value = weight;
    slider.style.setProperty("--share", `${50 + (50 * weight) / most}%`);
    const text = weightText(weight);
    slider.setAttribute("aria-valuetext", text);
    setText(value, text);
  };
  return { element: row, update };
}
