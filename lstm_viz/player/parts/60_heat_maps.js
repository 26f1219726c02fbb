// Every unit at every time step: one heat map per quantity.

function createHeatMap(wake, model, quantity) {
  const lane = createLane(wake, "heat");
  const key = `${model}.${quantity}`;
  const picture = new OffscreenCanvas(1, 1); // one pixel per unit and time step
  const number = element("b", { class: `of-${quantity}` });
  const word = element("small");
  lane.value.append(number, word);

  const describe = (look) => {
    const { symbol, name, low, high } = QUANTITIES[quantity];
    const range = quantity === "cell_state" ? tickText(look.cellRange) : "1";
    const hints = isGate(quantity) ? [`1 ${high} · 0 ${low}`] : [`−${range} to ${range}`];
    nameLane(lane, { symbol, name, hints, colour: quantity });
    lane.surface.describe(`${name} of every unit of the ${look.film.models[model].title}`);
    if (isGate(quantity)) return;
    const swatches = ["negative", `of-${quantity}`];
    lane.name.lastChild.prepend(
      ...swatches.map((kind) => element("span", { class: `swatch ${kind}` })),
    );
  };

  const update = (look, changed) => {
    const { film, snapshot, theme, t } = look;
    const unit = model === "lstm" ? look.lstmUnit : look.rnnUnit;
    if (changed.has("film") || changed.has("cellRange")) describe(look);
    if (changed.has("film") || changed.has("snapshot") || changed.has("theme")) {
      paintPicture(picture, look, model, quantity);
    }
    const selection = model === "lstm" ? "lstmUnit" : "rnnUnit";
    if (mustDraw(lane.surface, changed, ["film", "snapshot", "theme", "focus", selection])) {
      drawHeatMap(lane, picture, look, { model, unit, colour: theme.colours[quantity] });
    }
    const value = snapshot.values(key)[t * film.units[model] + unit];
    setText(number, fixed(value));
    setText(word, isGate(quantity) ? gateWord(quantity, value) : "");
  };

  /** Unit and value under a point of the canvas. */
  const locate = (look, y) => {
    const order = look.film.models[model].unit_order;
    const rowHeight = lane.surface.height / order.length;
    const row = Math.min(order.length - 1, Math.max(0, Math.floor(y / rowHeight)));
    return { model, unit: order[row] };
  };
  const explain = (look, t, { unit }) => {
    const value = look.snapshot.values(key)[t * look.film.units[model] + unit];
    const does = isGate(quantity) ? `, ${gateWord(quantity, value)}` : "";
    return `${QUANTITIES[quantity].name} ${fixed(value, look.snapshot.decimals(key))}${does} · unit ${unit + 1}`;
  };
  Object.assign(lane, { locate, explain });
  return { lane, update, shows: ({ focus }) => quantitiesIn(focus, model).includes(quantity) };
}

const HEAT_MAPS_HEIGHT = 392; // together, so that they fit on one screen

/** Rows are as high as they can be while all heat maps fit on one screen; few of them grow. */
function rowHeightOf(units, maps) {
  const room = Math.min(120, HEAT_MAPS_HEIGHT / maps);
  const highest = Math.min(36, 18 * (7 / maps));
  return Math.max(2, Math.floor(Math.min(highest, room / units)));
}

function paintPicture(picture, { film, snapshot, theme, cellRange }, model, quantity) {
  const [T, H] = [film.steps, film.units[model]];
  if (picture.width !== T || picture.height !== H) [picture.width, picture.height] = [T, H];
  const context = picture.getContext("2d");
  const image = context.createImageData(T, H);
  const pixels = new Uint32Array(image.data.buffer);
  const values = snapshot.values(`${model}.${quantity}`);
  const table = theme.table[quantity];
  const levelOf = levels(quantity, cellRange);
  film.models[model].unit_order.forEach((unit, row) => {
    for (let t = 0; t < T; t++) pixels[row * T + t] = table[levelOf(values[t * H + unit])];
  });
  context.putImageData(image, 0, 0);
}

/** From a value to its place in a colour table, 0 to 255. */
function levels(quantity, cellRange) {
  const clip = (level) => (level < 0 ? 0 : level > 255 ? 255 : level);
  if (isGate(quantity)) return (value) => clip(Math.round(value * 255));
  if (quantity !== "cell_state") return (value) => clip(Math.round(127.5 + value * 127.5));
  // One unit that counts to 4 must not bleach another that remembers 0.5: small states stand out.
  const bend = (value) => Math.sign(value) * Math.sqrt(Math.abs(value) / cellRange);
  // A cell state of a run that broke down may be no number: that is drawn like zero.
  return (value) => clip(Math.round(127.5 + bend(value || 0) * 127.5));
}

function drawHeatMap(lane, picture, { film, theme, focus }, { model, unit, colour }) {
  const { surface } = lane;
  const H = film.units[model];
  const rowHeight = rowHeightOf(H, rowsIn(focus));
  const height = Math.max(36, rowHeight * H);
  surface.setHeight(height);
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const step = height / H;
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, 0, 0, surface.width, height);
  context.fillStyle = theme.background;
  if (columns.width >= 9) {
    for (let t = 1; t < film.steps; t++) context.fillRect(columns.left(t) - 0.5, 0, 1, height);
  }
  if (step >= 7) {
    for (let row = 1; row < H; row++) context.fillRect(0, row * step - 0.5, surface.width, 1);
  }
  context.strokeStyle = theme.hairline;
  context.lineWidth = 1;
  context.strokeRect(0.5, 0.5, surface.width - 1, height - 1);
  const row = film.models[model].unit_order.indexOf(unit);
  if (H > 1) showTicks(lane, [["▸", (row + 0.5) * step]]);
  if (step >= 10) {
    outline(context, theme.background, 4, 1, row * step + 1, surface.width - 2, step - 2);
    outline(context, colour, 2, 1, row * step + 1, surface.width - 2, step - 2);
  } else {
    // Rows this thin would vanish under a frame, so it stands around them.
    outline(context, theme.text, 1, 0.5, row * step - 0.5, surface.width - 1, step + 1);
  }
}

function outline(context, colour, thickness, ...box) {
  context.strokeStyle = colour;
  context.lineWidth = thickness;
  context.strokeRect(...box);
}
