// The diagram of a cell: its title, the choice of the unit, and the drawing that its kind asks for.

const CELL_DRAWINGS = { lstm: LSTM_CELL, peephole: PEEPHOLE_CELL, gru: GRU_CELL, rnn: RNN_CELL };

/** "LSTM cell", "LSTM of 1997: the cell". */
const cellTitle = (title) => (/(LSTM|RNN|GRU)$/.test(title) ? `${title} cell` : `${title}: the cell`);

/**
 * Make the diagram of a model's cell.
 * @returns {object} element, update(look, changed, reading), flow(seconds)
 */
function createCell(actions, key, record) {
  const { draw, describe, height } = CELL_DRAWINGS[record.kind];
  const header = createCellHeader(actions, key);
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${BOARD_WIDTH} ${height(record)}`);
  drawing.setAttribute("role", "img");
  // A drawing for each direction in which the model runs.
  const ways = new Map();
  for (const { backward } of record.lanes) {
    if (ways.has(backward)) continue;
    const board = createBoard(drawing, backward);
    ways.set(backward, { board, show: draw(board, record) });
  }
  const root = element("section", { class: `diagram ${key}` }, header.element, drawing);
  let way = null;
  const turn = (isBackward) => {
    way = ways.get(isBackward);
    for (const { board } of ways.values()) {
      board.root.style.display = board === way.board ? "" : "none";
    }
    const backward = isBackward ? " It runs backward: its past is the next time step." : "";
    drawing.setAttribute("aria-label", describe(record) + backward);
  };
  const update = (look, changed, reading) => {
    const now = look.film.models[key];
    if (changed.has("film") || changed.has(`unit:${key}`)) {
      header.update(now, reading);
      turn(reading.isBackward);
    }
    way.show(reading, now.cellRange);
  };
  return { element: root, update, flow: (seconds) => way?.board.flow(seconds) };
}

function createCellHeader(actions, key) {
  const title = element("h2");
  const direction = element("small", {}, "← runs backward");
  const unit = element("span", { class: "unit-number" });
  const step = (by, name, glyph) => {
    const about = { type: "button", class: "small", "aria-label": name };
    const button = element("button", about, icon(glyph));
    button.addEventListener("click", () => actions.stepUnit(key, by));
    return button;
  };
  const chooser = element("div", { class: "chooser" },
    step(-1, "Unit before", "left"), unit, step(1, "Next unit", "right"));
  const update = (record, reading) => {
    setText(title, cellTitle(record.title));
    setText(unit, `${unitName(record, reading.unit)} of ${reading.lane.units}`);
    direction.hidden = !reading.isBackward;
    chooser.hidden = record.units === 1;
  };
  return { element: element("header", {}, title, direction, chooser), update };
}
