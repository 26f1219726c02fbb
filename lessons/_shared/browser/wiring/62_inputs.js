// The sequence that comes in: points to drag, commands to click, and the same with plain controls.

const ROWS = [["write", WRITE, "input_gate", "↓"], ["erase", ERASE, "forget_gate", "×"],
  ["read", READ, "output_gate", "↑"]];
const POINTS = 96;
const ROW = 20;

/**
 * @param {(step: number, value: number) => void} drag a value was moved
 * @param {(step: number, bit: number) => void} command a command was given or taken back
 * @param {(step: number) => void} point a time step was pointed at
 */
function createInputs(drag, command, point) {
  const zero = drawn("line", { class: "zero" });
  const stems = drawn("path", { class: "stems" });
  const dots = drawn("g", { class: "points" });
  const strip = createStrip("points", POINTS, [element("b", {}, "value"), element("small", {}, "drag")],
    zero, stems, dots);
  const rows = ROWS.map(([name, bit, gate, glyph]) => createCommands(name, bit, gate, glyph));
  const y = scale(-1, 1, POINTS - 8);
  const { picture } = strip;
  let [look, dragged] = [null, null];

  const stepAt = (event) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const steps = look.sequence.values.length;
    return Math.min(steps - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * steps)));
  };
  const valueAt = (event) => {
    const height = event.clientY - picture.getBoundingClientRect().top;
    const value = 1 - (2 * (height - 4 - EDGE)) / (POINTS - 8 - 2 * EDGE);
    return Math.round(Math.min(1, Math.max(-1, value)) * 50) / 50;
  };
  picture.addEventListener("pointerdown", (event) => {
    dragged = stepAt(event);
    picture.setPointerCapture(event.pointerId);
    drag(dragged, valueAt(event));
  });
  picture.addEventListener("pointermove", (event) => {
    if (dragged === null) point(stepAt(event));
    else drag(dragged, valueAt(event));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    picture.addEventListener(end, () => (dragged = null));
  }
  rows.forEach(({ strip: { picture: cells }, bit }) => {
    cells.addEventListener("click", (event) => command(stepAt(event), bit));
    cells.addEventListener("pointermove", (event) => point(stepAt(event)));
  });

  const update = (now) => {
    look = now;
    const columns = strip.columns(look);
    const { values, commands } = look.sequence;
    while (dots.childElementCount < values.length) dots.append(drawn("circle"));
    while (dots.childElementCount > values.length) dots.lastChild.remove();
    const place = (value) => y(value) + 4;
    stems.setAttribute("d", [...values].map((value, t) =>
      `M${columns.centre(t).toFixed(1)} ${place(0)}V${place(value).toFixed(1)}`).join(""));
    values.forEach((value, t) => {
      const kind = commands[t] & WRITE ? "writes" : "";
      withAttributes(dots.children[t], {
        cx: columns.centre(t), cy: place(value), r: columns.wide > 9.5 ? 5 : 4, class: kind,
      }, []);
    });
    withAttributes(zero, { x1: 0, x2: look.width, y1: place(0), y2: place(0) }, []);
    setText(strip.value, shown(values[look.step]));
    rows.forEach((row) => row.update(look));
  };
  return { elements: [strip.element, ...rows.map((row) => row.strip.element)], picture, update };
}

/** One command as a row of cells; a cell in which it is given carries its glyph. */
function createCommands(name, bit, gate, glyph) {
  const cells = drawn("path", { class: "cells" });
  const given = drawn("path", { class: "given-cells" });
  const glyphs = drawn("g", { class: "glyphs" });
  const strip = createStrip(`commands of-${gate}`, ROW, [element("b", {}, name)], cells, given, glyphs);
  const update = (look) => {
    const { wide, left, centre } = strip.columns(look);
    const { commands } = look.sequence;
    const cell = (t) => `M${(left(t) + 0.75).toFixed(1)} 2h${(wide - 1.5).toFixed(1)}v${ROW - 4}h${(1.5 - wide).toFixed(1)}z`;
    const steps = [...commands.keys()];
    const those = steps.filter((t) => commands[t] & bit);
    cells.setAttribute("d", steps.map(cell).join(""));
    given.setAttribute("d", those.map(cell).join(""));
    const fits = wide > 12; // on a phone the colour and the row's name have to do
    glyphs.replaceChildren(...(fits ? those : []).map((t) =>
      drawn("text", { x: centre(t), y: ROW / 2 + 4.5, "text-anchor": "middle" }, glyph)));
    setText(strip.value, commands[look.step] & bit ? "1" : "0");
  };
  return { strip, bit, update };
}

/** One time step with plain controls: whatever the pointer can do, the keyboard can do here. */
function createEditor(drag, command, point) {
  const slider = (name, attributes, run) => {
    const made = element("input", { type: "range", "aria-label": name, ...attributes });
    made.addEventListener("input", () => run(Number(made.value)));
    return made;
  };
  let step = 0;
  const at = slider("Time step", { min: 1, step: 1 }, (place) => point(place - 1));
  const value = slider("Value at this time step", { min: -1, max: 1, step: 0.1 }, (v) => drag(step, v));
  const [place, number] = [element("b"), element("output")];
  const boxes = ROWS.map(([name, bit]) => {
    const box = element("input", { type: "checkbox" });
    box.addEventListener("change", () => command(step, bit));
    return [box, bit, element("label", { class: "box" }, box, name)];
  });
  const root = element("div", { class: "editor", role: "group", "aria-label": "One time step" },
    element("label", {}, place, at),
    element("label", {}, element("span", {}, "value"), value, number),
    element("span", { class: "boxes" }, ...boxes.map(([, , label]) => label)));
  const update = (look) => {
    const { values, commands } = look.sequence;
    step = look.step;
    at.max = values.length;
    at.value = step + 1;
    setText(place, `time step ${step + 1}`);
    const said = `says ${shown(look.run.says[step])}, wanted ${shown(look.wanted[step])}`;
    at.setAttribute("aria-valuetext", `${step + 1}: ${commandWords(commands[step])}; ${said}`);
    value.value = values[step];
    value.setAttribute("aria-valuetext", `${shown(values[step])}; ${said}`);
    setText(number, shown(values[step]));
    boxes.forEach(([box, bit]) => (box.checked = Boolean(commands[step] & bit)));
  };
  return { element: root, update };
}
