// Every unit at every time step: one heat map per quantity.

function createHeatMap(wake, model, quantity) {
  const lane = createLane(wake, "heat");
  const key = `${model.key}.${quantity}`;
  const picture = new OffscreenCanvas(1, 1); // one pixel per unit and time step
  const number = element("b", { class: `of-${quantity}` });
  const word = element("small");
  lane.value.append(number, word);
  const mirrors = createMirrors(lane, model);
  lane.element.classList.toggle("layered", model.lanes.length > 1);
  const selection = `unit:${model.key}`;
  const valueAt = ({ snapshot }, t, unit) => snapshot.values(key)[t * model.units + unit];

  const describe = (look) => {
    const { symbol, name } = QUANTITIES[quantity];
    const [least, most] = limitsOf(look.film.models[model.key], quantity);
    const hint = isGate(quantity) ? gateHint(model, quantity) : `${tickText(least)} to ${tickText(most)}`;
    nameLane(lane, { symbol, name, hints: [hint], colour: quantity });
    lane.surface.describe(`${name} of every unit of the ${model.title}`);
    if (isGate(quantity)) return;
    const swatches = least < 0 ? ["negative", `of-${quantity}`] : [`of-${quantity}`];
    lane.name.lastChild.prepend(
      ...swatches.map((kind) => element("span", { class: `swatch ${kind}` })),
    );
  };

  const update = (look, changed) => {
    const { theme, t } = look;
    const unit = look.units[model.key];
    if (changed.has("film")) describe(look);
    if (changed.has("film") || changed.has("snapshot") || changed.has("theme")) {
      paintPicture(picture, look, look.film.models[model.key], quantity);
    }
    if (mustDraw(lane.surface, changed, ["film", "snapshot", "theme", "focus", selection])) {
      const rows = drawHeatMap(lane, picture, look, { model, unit, colour: theme.colours[quantity] });
      mirrors.place(rows);
    }
    const value = valueAt(look, t, unit);
    setText(number, fixed(value));
    setText(word, isGate(quantity) ? gateWord(quantity, value) : "");
  };

  /** The unit under a point of the canvas. */
  const locate = (look, y) => {
    const order = look.film.models[model.key].unit_order;
    return { model: model.key, unit: order[rowsOf(model, lane.surface.height).at(y)] };
  };
  const explain = (look, t, { unit }) => {
    const value = valueAt(look, t, unit);
    const does = isGate(quantity) ? `, ${gateWord(quantity, value)}` : "";
    const digits = look.snapshot.decimals(key);
    return `${QUANTITIES[quantity].name} ${fixed(value, digits)}${does} · ${unitName(model, unit)}`;
  };
  Object.assign(lane, { locate, explain });
  return { lane, update, shows: ({ focus }) => quantitiesIn(focus, model.key).includes(quantity) };
}

/** What a gate does near 1 and near 0, unless the model holds it where it is. */
function gateHint({ held }, gate) {
  const { low, high } = QUANTITIES[gate];
  return gate === held ? "held at 1" : `1 ${high} · 0 ${low}`;
}

function paintPicture(picture, { film, snapshot, theme }, model, quantity) {
  const [T, H] = [film.steps, model.units];
  if (picture.width !== T || picture.height !== H) [picture.width, picture.height] = [T, H];
  const context = picture.getContext("2d");
  const image = context.createImageData(T, H);
  const pixels = new Uint32Array(image.data.buffer);
  const values = snapshot.values(`${model.key}.${quantity}`);
  const table = theme.table[quantity];
  const levelOf = levels(model, quantity);
  model.unit_order.forEach((unit, row) => {
    for (let t = 0; t < T; t++) pixels[row * T + t] = table[levelOf(values[t * H + unit])];
  });
  context.putImageData(image, 0, 0);
}

/** From a value to its place in a colour table, 0 to 255. */
function levels(model, quantity) {
  const clip = (level) => (level < 0 ? 0 : level > 255 ? 255 : level);
  if (isGate(quantity)) return (value) => clip(Math.round(value * 255));
  if (!isUnbounded(model, quantity)) return (value) => clip(Math.round(127.5 + value * 127.5));
  // One unit that counts to 4 must not bleach another that remembers 0.5: small states stand out.
  const bend = (value) => Math.sign(value) * Math.sqrt(Math.abs(value) / model.cellRange);
  // A cell state of a run that broke down may be no number: that is drawn like zero.
  return (value) => clip(Math.round(127.5 + bend(value || 0) * 127.5));
}

function drawHeatMap(lane, picture, look, { model, unit, colour, maps = rowsIn(look.focus) }) {
  const { surface } = lane;
  const { film, theme } = look;
  const height = heightOf(model, maps);
  surface.setHeight(height);
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const rows = rowsOf(model, height);
  const { step } = rows;
  context.imageSmoothingEnabled = false;
  for (const { first, units, top } of rows.lanes) {
    const box = [0, top, surface.width, units * step];
    context.drawImage(picture, 0, first, film.steps, units, ...box);
    context.fillStyle = theme.background;
    if (columns.width >= 9) {
      for (let t = 1; t < film.steps; t++) context.fillRect(columns.left(t) - 0.5, top, 1, box[3]);
    }
    if (step >= 7) {
      for (let row = 1; row < units; row++) {
        context.fillRect(0, top + row * step - 0.5, surface.width, 1);
      }
    }
    context.strokeStyle = theme.hairline;
    context.lineWidth = 1;
    context.strokeRect(0.5, top + 0.5, surface.width - 1, box[3] - 1);
  }
  const y = rows.top(film.models[model.key].unit_order.indexOf(unit));
  const names = rows.lanes.filter(({ name }) => name).map((its) => [its.name, its.middle, "lane-title"]);
  showTicks(lane, model.units > 1 ? [["▸", y + 0.5 * step], ...names] : names);
  if (step >= 10) {
    outline(context, theme.background, 4, 1, y + 1, surface.width - 2, step - 2);
    outline(context, colour, 2, 1, y + 1, surface.width - 2, step - 2);
  } else {
    // Rows this thin would vanish under a frame, so it stands around them.
    outline(context, theme.text, 1, 0.5, y - 0.5, surface.width - 1, step + 1);
  }
  return rows;
}

function outline(context, colour, thickness, ...box) {
  context.strokeStyle = colour;
  context.lineWidth = thickness;
  context.strokeRect(...box);
}
