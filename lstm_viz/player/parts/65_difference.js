// What became different when somebody interfered: after minus before, one heat map per quantity.

function createDifferenceMap(wake, [before, after], quantity) {
  const lane = createLane(wake, "heat difference");
  const picture = new OffscreenCanvas(1, 1); // one pixel per unit and time step
  const number = element("b", { class: `of-${quantity}` });
  const small = element("small");
  lane.value.append(number, small);
  const mirrors = createMirrors(lane, before);
  lane.element.classList.toggle("layered", before.lanes.length > 1);
  const valuesOf = ({ snapshot }, { key }) => snapshot.values(`${key}.${quantity}`);
  const bothAt = (look, t, unit) =>
    [before, after].map((model) => valuesOf(look, model)[t * model.units + unit]);
  const { symbol, name } = QUANTITIES[quantity];

  const describe = () => {
    nameLane(lane, { symbol, name, hints: ["less · more"], colour: quantity });
    lane.surface.describe(`${name} of every unit: ${after.title} minus ${before.title}`);
    const [swatch, its] = ["negative", `of-${quantity}`].map((kind) =>
      element("span", { class: `swatch ${kind}` }));
    lane.name.lastChild.replaceChildren(swatch, "less\u2002", its, "more");
  };

  const update = (look, changed) => {
    const { theme, t, film, focus } = look;
    const unit = look.units[before.key];
    if (changed.has("film")) describe();
    if (["film", "snapshot", "theme"].some((its) => changed.has(its))) {
      const models = [before, after].map(({ key }) => film.models[key]);
      paintDifference(picture, look, models, quantity, theme.signed[quantity]);
    }
    const drawn = ["film", "snapshot", "theme", "focus", `unit:${before.key}`];
    if (mustDraw(lane.surface, changed, drawn)) {
      const maps = rowsIn(focus) / focus.models.size;
      const colour = theme.colours[quantity];
      mirrors.place(drawHeatMap(lane, picture, look, { model: before, unit, colour, maps }));
    }
    const [was, is] = bothAt(look, t, unit);
    setText(number, signedText(is - was));
    setText(small, `${fixed(was)} → ${fixed(is)}`);
  };

  const locate = ({ film }, y) => {
    const { unit_order: order } = film.models[before.key];
    return { model: before.key, unit: order[rowsOf(before, lane.surface.height).at(y)] };
  };
  const explain = (look, t, { unit }) => {
    const [was, is] = bothAt(look, t, unit);
    return `${name} ${fixed(was)} before, ${fixed(is)} after · ${unitName(before, unit)}`;
  };
  Object.assign(lane, { locate, explain });
  return { lane, update, shows: ({ focus }) => quantitiesIn(focus, before.key).includes(quantity) };
}

/** A difference with its sign: what did not change is plain 0. */
const signedText = (value) => (Number(value.toFixed(2)) > 0 ? `+${fixed(value)}` : fixed(value));

/** No difference is the background; the scale is that of the quantity's own heat map. */
function paintDifference(picture, { film, snapshot }, [before, after], quantity, table) {
  const [T, H] = [film.steps, before.units];
  if (picture.width !== T || picture.height !== H) [picture.width, picture.height] = [T, H];
  const context = picture.getContext("2d");
  const image = context.createImageData(T, H);
  const pixels = new Uint32Array(image.data.buffer);
  const [was, is] = [before, after].map(({ key }) => snapshot.values(`${key}.${quantity}`));
  const levelOf = differenceLevels(before, quantity);
  before.unit_order.forEach((unit, row) => {
    for (let t = 0; t < T; t++) {
      const place = t * H + unit;
      pixels[row * T + t] = table[levelOf(is[place] - was[place])];
    }
  });
  context.putImageData(image, 0, 0);
}

/** From a difference to its place in a colour table: as in the heat maps, but about 0. */
function differenceLevels(model, quantity) {
  const most = limitsOf(model, quantity)[1];
  const root = (share) => Math.sign(share) * Math.sqrt(Math.abs(share));
  const bend = isUnbounded(model, quantity) ? root : (share) => share;
  const within = (share) => Math.min(1, Math.max(-1, share || 0));
  return (difference) => Math.round(127.5 + bend(within(difference / most)) * 127.5);
}

/** The maps of one model before and after. */
const differencesOf = (wake, models) =>
  models[0].quantities.map((quantity) => createDifferenceMap(wake, models, quantity));
