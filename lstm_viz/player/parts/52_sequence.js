// The sequence itself: what comes in, what happens, what a solver has to remember.

function createSequence(wake) {
  const tokens = createLane(wake, "tokens");
  const events = createLane(wake, "events");
  const content = createLane(wake, "content");
  nameLane(tokens, { name: "input" });
  nameLane(events, { name: "event" });
  nameLane(content, { name: "to remember" });
  const lanes = [tokens, events, content];

  const update = (look, changed) => {
    const { film, t } = look;
    const isShown = look.focus.parts.has("sequence");
    const constant = ["film", "theme"];
    if (mustDraw(tokens.surface, changed, constant)) drawTokens(tokens.surface, look);
    if (mustDraw(events.surface, changed, constant)) drawEvents(events.surface, look);
    if (mustDraw(content.surface, changed, constant)) drawContent(content.surface, look);
    tokens.element.hidden = !isShown;
    content.element.hidden = !isShown || !film.probe.remember.some(Boolean);
    // Events that are all quiet would say nothing new.
    events.element.hidden = !isShown || film.probe.events.every(isQuiet);
    setText(tokens.value, shownToken(film.probe.tokens[t]));
    setText(events.value, film.probe.events[t]);
    setText(content.value, film.probe.remember[t] || "–");
    content.value.title = film.probe.remember[t]; // long words are cut off
  };
  return { elements: lanes.map((lane) => lane.element), lanes, update };
}

/** A content number in as few digits as it needs. */
const plain = (value) => tickText(Math.round(value * 100) / 100);
/** Tokens without the letters that only repeat the event: 0.8w is 0.8 beside "write". */
const shownToken = (token) =>
  withMinus(/^-?[\d.]+[a-z]+$/.test(token) ? token.replace(/[a-z]+$/, "") : token);

function drawTokens(surface, { film, theme }) {
  const { tokens, events } = film.probe;
  const columns = columnsOf(surface, film.steps);
  const font = `13px ${theme.font}`;
  surface.context.font = `bold ${font}`;
  const shown = tokens.map(shownToken);
  const widest = Math.max(...shown.map((token) => surface.context.measureText(token).width));
  const sparse = columns.width < 12; // then only tokens at events are written, and not too close
  const upright = widest + 2 <= (sparse ? 18 : columns.width);
  surface.setHeight(upright ? 20 : Math.max(20, Math.ceil(widest) + 6));
  const context = surface.begin();
  let free = -Infinity;
  const someLoud = !events.every(isQuiet); // else every symbol counts the same
  shown.forEach((token, t) => {
    const quiet = someLoud && isQuiet(events[t]);
    if (sparse && (quiet || columns.centre(t) < free)) return;
    free = columns.centre(t) + (upright ? widest + 2 : 13);
    const colour = quiet ? theme.muted : theme.text;
    const weight = quiet ? "" : "bold ";
    if (upright) {
      const x = within(columns.centre(t), widest, surface.width);
      label(context, token, x, 11, { colour, font: weight + font, align: "center" });
      return;
    }
    context.save();
    context.translate(columns.centre(t), surface.height - 2);
    context.rotate(-Math.PI / 2);
    label(context, token, 0, 0.5, { colour, font: weight + font });
    context.restore();
  });
}

/** Each event as a bar over its column, with its word where there is room, else its glyph. */
function drawEvents(surface, { film, theme }) {
  const { events } = film.probe;
  surface.setHeight(24);
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const font = `bold 13px ${theme.font}`;
  context.font = font;
  const loud = events.flatMap((event, t) => (isQuiet(event) ? [] : [t]));
  const room = (n) => {
    const before = loud[n] - (loud[n - 1] ?? -Infinity);
    const after = (loud[n + 1] ?? Infinity) - loud[n];
    return Math.min(before, after) * columns.width - 6;
  };
  loud.forEach((t, n) => {
    const gates = gatesOfEvent(events[t]);
    const colours = gates.map((gate) => theme.colours[gate] ?? theme.text);
    const inset = columns.width > 6 ? 1 : 0;
    const share = (columns.width - 2 * inset) / colours.length;
    colours.forEach((colour, part) => {
      context.fillStyle = colour;
      context.fillRect(columns.left(t) + inset + part * share, 18, share, 6);
    });
    const glyphs = gates.map((gate) => EVENT_GLYPHS[gate] ?? "•").join("");
    const fits = (text, space) => context.measureText(text).width <= space;
    const text = fits(events[t], room(n)) ? events[t] : glyphs;
    if (!fits(text, Math.max(room(n), columns.width))) return;
    const x = within(columns.centre(t), context.measureText(text).width, surface.width);
    label(context, text, x, 9, { colour: colours[0], font, align: "center" });
  });
  context.fillStyle = theme.faint;
  events.forEach((event, t) => isQuiet(event) && context.fillRect(columns.centre(t) - 1, 20, 2, 2));
}

/** Bars from where something begins to be needed to where it ends, with words for what it is. */
function drawContent(surface, { film, theme }) {
  const { remember } = film.probe;
  surface.setHeight(22);
  const context = surface.begin();
  const columns = columnsOf(surface, film.steps);
  const font = `13px ${theme.font}`;
  const [top, height] = [2, surface.height - 5];
  for (let from = 0; from < film.steps; ) {
    let to = from + 1;
    while (to < film.steps && remember[to] === remember[from]) to++;
    const text = remember[from];
    const isZero = Number(text) === 0;
    const [left, right] = [columns.left(from) + 0.5, columns.left(to) - 0.5];
    if (text) {
      context.fillStyle = isZero ? theme.hairline : theme.track;
      context.beginPath();
      if (isZero) context.rect(left, top + height / 2, right - left, 1);
      else context.roundRect(left, top, right - left, height, 4);
      context.fill();
      context.font = font;
      if (!isZero && context.measureText(text).width + 4 <= right - left) {
        const at = { colour: theme.text, font, align: "center" };
        label(context, text, (left + right) / 2, top + height / 2 + 0.5, at);
      }
    }
    from = to;
  }
}
