// The picture of the learning curves: scales, lines, and the playhead.

function drawCurves(surface, look) {
  const { film, theme, metric } = look;
  const keys = modelsIn(look.focus);
  const context = surface.begin();
  const style = getComputedStyle(surface.element);
  const left = parseFloat(style.getPropertyValue("--gutter-plot")) || 44;
  const right = surface.width - (parseFloat(style.getPropertyValue("--gutter-value")) || 84);
  const [top, bottom] = [18, surface.height - 24];
  const updates = film.snapshots.map((snapshot) => snapshot.update);
  const lines = keys.map((key) => film.snapshots.map((s) => s.scalar(`${key}.${metric}`)));
  const y = curveScale(lines, look, bottom, top);
  const end = Math.max(film.updates, look.training.of ?? 0, 1);
  const x = createScale(0, end, left, right);
  const font = `13px ${theme.font}`;

  context.lineWidth = 1;
  for (const tick of y.ticks) {
    context.fillStyle = theme.hairline;
    context.fillRect(left, Math.round(y(tick)), right - left, 1);
    label(context, tickText(tick), left - 8, y(tick), { colour: theme.muted, font, align: "right" });
  }
  for (const tick of roundTicks(0, end, Math.max(2, Math.floor((right - left) / 110)))) {
    const align = tick === 0 ? "left" : tick > 0.97 * end ? "right" : "center";
    label(context, tickText(tick), x(tick), bottom + 14, { colour: theme.muted, font, align });
  }
  const thresholds = drawThresholds(context, look, { x: [left, right], y, font });

  keys.forEach((key, which) => {
    const { colour } = film.models[key];
    context.strokeStyle = theme.colours[colour];
    context.lineWidth = 2.5;
    context.lineJoin = "round";
    context.setLineDash(DASHES[colour]);
    traceLine(context, lines[which], (n) => x(updates[n]), y);
    context.stroke();
    context.setLineDash([]);
    drawSolved(context, look, film.models[key], lines[which], { x, y, updates });
  });
  thresholds.forEach((write) => write()); // over the curves, which would cross the words out
  drawEndings(context, look, lines, { x, y, updates, font, left, right, top, bottom });
  drawPlayhead(context, look, lines, { x, y, top, bottom, right, room: surface.width - right - 12 });
  const update = (px) => ((px - left) / (right - left)) * end;
  return { film, update };
}

function curveScale(lines, { film, metric, curveScale: kind }, bottom, top) {
  const { chance, solved } = film.task;
  const marks = metric === "score" ? [chance, solved].filter(Number.isFinite) : [];
  let [low, high] = extent([...lines, marks]);
  if (!Number.isFinite(low)) [low, high] = [0, 1];
  if (kind === "log") {
    const [smallest] = extent(lines.map((line) => line.filter((v) => v > 0)));
    low = Math.max(Math.min(smallest, ...marks.filter((v) => v > 0)), high * 1e-7);
    // Whole thirds of a decade: a curve that grows while training rarely moves the scale.
    const third = (v, round) => 10 ** (round(Math.log10(v) * 3) / 3);
    return createScale(third(low * 0.9, Math.floor), third(high * 1.1, Math.ceil), bottom, top, true);
  }
  if (metric === "score" && film.task.higher_is_better) return createScale(0, 1, bottom, top);
  return createScale(Math.min(0, low), roundUp(high) || 1, bottom, top);
}

/** The playhead, and each model's value at it, written beside the curves and kept apart. */
function drawPlayhead(context, look, lines, { x, y, top, bottom, right, room }) {
  const { film, theme, index, snapshot } = look;
  const keys = modelsIn(look.focus);
  const px = Math.round(x(snapshot.update));
  context.fillStyle = theme.text;
  context.fillRect(px - 0.75, top - 8, 1.5, bottom - top + 8);
  context.beginPath();
  context.arc(px, top - 9, 6, 0, 2 * Math.PI);
  context.fill();
  const values = lines.map((line) => line[index]);
  const lastOf = (line) => line.findLast(Number.isFinite);
  const places = values.map((value, which) =>
    y(Number.isFinite(value) ? value : (lastOf(lines[which]) ?? y.low)));
  values.forEach((value, which) => {
    if (!Number.isFinite(value)) return;
    context.beginPath();
    context.arc(px, places[which], 4.5, 0, 2 * Math.PI);
    context.fillStyle = theme.colours[film.models[keys[which]].colour];
    context.fill();
  });
  const font = `600 14px ${theme.font}`;
  context.font = font;
  const titles = keys.map((key) => titleLines(context, film.models[key], room));
  const tallest = Math.max(...titles.map(({ length }) => length));
  const apart = spread(places, 20 + 18 * tallest, top + 3 + 9 * tallest, bottom + 5 - 9 * tallest);
  keys.forEach((key, which) => {
    const colour = theme.colours[film.models[key].colour];
    const first = apart[which] - 9 * titles[which].length;
    titles[which].forEach((line, n) =>
      label(context, line, right + 12, first + 18 * n, { colour, font, room }));
    const value = Number.isFinite(values[which]) ? measured(values[which]) : "ended";
    label(context, value, right + 12, apart[which] + 9 * titles[which].length, {
      colour, font: `15px ${theme.font}`,
    });
  });
}

/** A model's title in one line, shortened if need be, else broken into two. */
function titleLines(context, { title, short }, room) {
  const fits = (text) => context.measureText(text).width <= room;
  const one = [title, short].find(fits);
  if (one) return [one];
  const words = short.split(" ");
  // As much in the first line as fits, but at least its first word.
  const count = words.findLastIndex((_, n) => n > 0 && fits(words.slice(0, n).join(" ")));
  const lines = [words.slice(0, Math.max(1, count)), words.slice(Math.max(1, count))];
  return lines.map((line) => line.join(" ")).filter(Boolean);
}

/** Move two labels apart until they do not overlap, within bounds (one alone needs only those). */
function spread([a, b], gap, low, high) {
  const clamp = (v) => Math.min(high, Math.max(low, v));
  if (b === undefined) return [clamp(a)];
  const push = Math.max(0, (gap - Math.abs(a - b)) / 2) * (a <= b ? 1 : -1);
  const [first, second] = [clamp(a - push), clamp(b + push)];
  if (Math.abs(first - second) >= gap) return [first, second];
  return first <= second
    ? [Math.min(first, high - gap), Math.min(first, high - gap) + gap]
    : [Math.min(second, high - gap) + gap, Math.min(second, high - gap)];
}
