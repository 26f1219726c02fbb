// The chosen unit of a model as lines: its gates in one chart, its states in another.

/** @returns {object[]} the line charts of a model: which quantities share one, and its height */
function chartsOf({ quantities }) {
  const gates = quantities.filter(isGate);
  const states = quantities.filter((quantity) => !isGate(quantity));
  return [
    { quantities: gates, height: 128 },
    { quantities: states, height: states.length > 1 ? 150 : 96 },
  ].filter((chart) => chart.quantities.length);
}

function createLineChart(wake, model, { quantities, height }) {
  const lane = createLane(wake, "lines");
  lane.surface.setHeight(height);
  const numbers = quantities.map((quantity) => {
    const number = element("b", { class: `of-${quantity}` });
    lane.value.append(number);
    return number;
  });
  const shownIn = (look) => {
    const inFocus = quantitiesIn(look.focus, model.key);
    return quantities.filter((quantity) => inFocus.includes(quantity));
  };
  const remembers = !quantities.some(isGate);
  const valuesOf = (look, quantity) => {
    const [H, unit] = [model.units, look.units[model.key]];
    const values = look.snapshot.values(`${model.key}.${quantity}`);
    return Float32Array.from({ length: look.film.steps }, (_, t) => values[t * H + unit]);
  };

  /** How far the unit's states and the content go, over the whole film: the chart never rescales. */
  const reach = ({ film, ...look }) => {
    const lists = film.snapshots.flatMap((snapshot) =>
      shownIn(look).map((quantity) => valuesOf({ ...look, film, snapshot }, quantity)));
    const [low, high] = extent([...lists, film.probe.content]);
    return Math.max(1, roundUp(Math.max(-low, high)));
  };

  const describe = (look, shown) => {
    const title = `${model.title}, ${unitName(model, look.units[model.key])}`;
    nameLane(lane, { name: title, hints: remembers ? [] : [`1 ${shown.map(whatItDoes).join(" · ")}`] });
    lane.name.append(...shown.map((quantity) => {
      const { symbol, name } = QUANTITIES[quantity];
      return legendEntry(quantity, `${symbol}  ${name}`);
    }));
    const hasContent = look.film.probe.content.some(Number.isFinite);
    if (remembers && hasContent) lane.name.append(legendEntry("target", "to remember"));
    quantities.forEach((name, which) => (numbers[which].hidden = !shown.includes(name)));
  };
  const selection = `unit:${model.key}`;
  const update = (look, changed) => {
    const shown = shownIn(look);
    if (["film", "focus", selection].some((name) => changed.has(name))) describe(look, shown);
    if (mustDraw(lane.surface, changed, ["film", "snapshot", "theme", "focus", selection])) {
      const lines = shown.map((quantity) => [quantity, valuesOf(look, quantity)]);
      drawLineChart(lane, look, lines, remembers ? reach(look) : null);
    }
    const [H, unit] = [model.units, look.units[model.key]];
    quantities.forEach((quantity, which) => {
      const value = look.snapshot.values(`${model.key}.${quantity}`)[look.t * H + unit];
      setText(numbers[which], `${QUANTITIES[quantity].symbol} ${fixed(value)}`);
    });
  };
  const explain = (look, t) =>
    shownIn(look)
      .map((quantity) => {
        const digits = look.snapshot.decimals(`${model.key}.${quantity}`);
        return `${QUANTITIES[quantity].symbol} ${fixed(valuesOf(look, quantity)[t], digits)}`;
      })
      .join("  ·  ");
  Object.assign(lane, { locate: () => ({}), explain });
  return { lane, update, shows: (look) => shownIn(look).length > 0 };
}

const whatItDoes = (gate) => QUANTITIES[gate].high;

function drawLineChart(lane, { film, theme }, lines, range) {
  const { surface } = lane;
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const y = createScale(range === null ? 0 : -range, range ?? 1, surface.height - 6, 6);
  drawGrid(lane, context, y, theme);
  if (range !== null) drawTrack(context, film.probe.content, columns, y, theme);
  for (const [quantity, values] of lines) {
    context.strokeStyle = theme.colours[quantity];
    context.lineWidth = 2.25;
    context.lineJoin = "round";
    traceLine(context, values, columns.centre, y);
    context.stroke();
    if (columns.width < 9) continue;
    context.fillStyle = theme.colours[quantity];
    values.forEach((value, t) => {
      if (!Number.isFinite(value)) return;
      context.beginPath();
      context.arc(columns.centre(t), y(value), 2.8, 0, 2 * Math.PI);
      context.fill();
    });
  }
}
