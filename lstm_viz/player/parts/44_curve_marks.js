// What gives a learning curve its meaning: chance and solved, where it was solved, where it ended.

/** Chance and solved, the two lines that give a score its meaning. Returns what writes their names. */
function drawThresholds(context, { film, theme, metric }, { x: [left, right], y, font }) {
  if (metric !== "score") return [];
  const marks = [["chance", film.task.chance], ["solved", film.task.solved]];
  const isSeen = ([, value]) => Number.isFinite(value) && value >= y.low && value <= y.high;
  const seen = marks.filter(isSeen);
  const over = (value) => y(value) + (y(value) < 20 ? 10 : -10);
  const areClose = seen.length === 2 && Math.abs(over(marks[0][1]) - over(marks[1][1])) < 15;
  const lowest = Math.max(...seen.map(([, value]) => y(value)));
  return seen.map(([name, value]) => {
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(left, Math.round(y(value)) + 0.5);
    context.lineTo(right, Math.round(y(value)) + 0.5);
    context.stroke();
    context.setLineDash([]);
    const text = `${name} ${tickText(Number(value.toPrecision(2)))}`;
    const place = areClose && y(value) === lowest ? y(value) + 10 : over(value);
    return () => label(context, text, right - 14, place, {
      colour: theme.muted, font, halo: theme.background, align: "right",
    });
  });
}

/** Mark where a model solved the task. */
function drawSolved(context, { theme }, model, line, { x, y, updates }) {
  const solved = updates.indexOf(model.solved_at);
  if (solved < 0 || !Number.isFinite(line[solved])) return;
  context.beginPath();
  context.arc(x(updates[solved]), y(line[solved]), 4.5, 0, 2 * Math.PI);
  context.fillStyle = theme.background;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = theme.colours[model.colour];
  context.stroke();
}

/** Mark where and why a run ended; when both did, their words are kept apart. */
function drawEndings(context, { film, theme, focus }, lines, { x, y, updates, font, left, right, top, bottom }) {
  const endings = modelsIn(focus).flatMap((key, which) => {
    const model = film.models[key];
    if (!model.ended) return [];
    const last = lines[which].findLastIndex(Number.isFinite);
    const [px, py] = [x(updates[Math.max(0, last)]), last < 0 ? y(y.high) : y(lines[which][last])];
    const mark = { colour: theme.colours[model.colour], font: `bold ${font}`, halo: theme.background };
    const text = endingText(context, model, right - left, mark.font);
    return [{ px, py, text, mark, place: py + (py < (top + bottom) / 2 ? 18 : -18) }];
  });
  const apart = spread(endings.map(({ place }) => place), 18, top + 8, bottom - 8);
  endings.forEach((ending, which) => (ending.place = apart[which]));
  for (const { px, py, text, mark, place } of endings) {
    label(context, "×", px, py, { ...mark, font: `bold 18px ${theme.font}`, align: "center" });
    context.font = mark.font;
    const width = context.measureText(text).width;
    // To the right of the end if there is room, else as far right as the picture goes.
    const begin = Math.max(left, Math.min(px, right - width));
    label(context, text, begin, place, mark);
  }
}

/** Where and why, or only where if there is no room for more. */
function endingText(context, { title, short, ended: { update, reason } }, room, font) {
  context.font = font;
  const full = `${title}: run ended at ${update}: ${reason}`;
  if (context.measureText(full).width <= room) return full;
  return `${short}: ended at ${update}`;
}
