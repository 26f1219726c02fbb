// The chosen unit as lines: its gates in one chart, its states in another, the RNN's in a third.

const LINE_CHARTS = [
  { model: "lstm", quantities: ["forget_gate", "input_gate", "output_gate"], height: 128 },
  { model: "lstm", quantities: ["candidate", "cell_state", "hidden_state"], height: 150 },
  { model: "rnn", quantities: ["hidden_state"], height: 96 },
];

function createLineChart(wake, { model, quantities, height }) {
  const lane = createLane(wake, "lines");
  lane.surface.setHeight(height);
  const numbers = quantities.map((quantity) => {
    const number = element("b", { class: `of-${quantity}` });
    lane.value.append(number);
    return number;
  });
  const remembers = !quantities.some(isGate);
  const unitOf = (look) => (model === "lstm" ? look.lstmUnit : look.rnnUnit);
  const valuesOf = (look, quantity) => {
    const [H, unit] = [look.film.units[model], unitOf(look)];
    const values = look.snapshot.values(`${model}.${quantity}`);
    return Float32Array.from({ length: look.film.steps }, (_, t) => values[t * H + unit]);
  };

  const update = (look, changed) => {
    const selection = model === "lstm" ? "lstmUnit" : "rnnUnit";
    if (changed.has("film") || changed.has(selection)) {
      const title = `${look.film.models[model].title}, unit ${unitOf(look) + 1}`;
      nameLane(lane, { name: title, hints: quantities.some(isGate) ? ["1 keeps · writes · reads out"] : [] });
      lane.name.append(...quantities.map((quantity) => {
        const { symbol, name } = QUANTITIES[quantity];
        return legendEntry(quantity, `${symbol}  ${name}`);
      }));
      if (remembers) lane.name.append(legendEntry("target", "to remember"));
    }
    if (mustDraw(lane.surface, changed, ["film", "snapshot", "theme", selection, "cellRange"])) {
      drawLineChart(lane.surface, look, quantities, (quantity) => valuesOf(look, quantity), remembers);
    }
    const [H, unit] = [look.film.units[model], unitOf(look)];
    quantities.forEach((quantity, which) => {
      const value = look.snapshot.values(`${model}.${quantity}`)[look.t * H + unit];
      setText(numbers[which], `${QUANTITIES[quantity].symbol} ${fixed(value)}`);
    });
  };
  const explain = (look, t) =>
    quantities
      .map((quantity) => `${QUANTITIES[quantity].symbol} ${fixed(valuesOf(look, quantity)[t], 4)}`)
      .join("  ·  ");
  Object.assign(lane, { locate: () => ({}), explain });
  return { lane, update };
}

function drawLineChart(surface, { film, theme, cellRange }, quantities, valuesOf, remembers) {
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const range = quantities.includes("cell_state") ? Math.max(1, cellRange) : 1;
  const [low, high] = remembers ? [-range, range] : [0, 1];
  const y = createScale(low, high, surface.height - 6, 6);
  context.fillStyle = theme.hairline;
  for (const tick of y.ticks) context.fillRect(0, Math.round(y(tick)), surface.width, 1);
  const fits = film.probe.content.every((v) => !(Math.abs(v) > range));
  if (remembers && fits) drawTrack(context, film.probe.content, columns, y, theme);
  quantities.forEach((quantity) => {
    context.strokeStyle = theme.colours[quantity];
    context.lineWidth = 2.25;
    context.lineJoin = "round";
    const values = valuesOf(quantity);
    traceLine(context, values, columns.centre, y);
    context.stroke();
    if (columns.width < 9) return;
    context.fillStyle = theme.colours[quantity];
    values.forEach((value, t) => {
      context.beginPath();
      context.arc(columns.centre(t), y(value), 2.8, 0, 2 * Math.PI);
      context.fill();
    });
  });
  const at = { colour: theme.muted, font: `11px ${theme.font}`, halo: theme.background };
  for (const tick of y.ticks) label(context, tickText(tick), 3, y(tick) + (tick >= high ? 7 : -7), at);
}
