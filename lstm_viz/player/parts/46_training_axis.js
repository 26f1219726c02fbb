// The scrubber of the training axis where the learning curves are not wanted.

const AXIS_HEIGHT = 42;

/** A line over all updates with a dot for each snapshot, rings where a model solved the task. */
function drawTrainingAxis(surface, look) {
  const { film, theme, snapshot } = look;
  const context = surface.begin();
  const style = getComputedStyle(surface.element);
  const gutter = (name) => parseFloat(style.getPropertyValue(name)) || 0;
  const isWide = gutter("--gutter-name") > 0; // else there is no room beside the line
  const left = isWide ? gutter("--gutter-plot") : 9;
  const right = surface.width - (isWide ? gutter("--gutter-value") : 9);
  const middle = 13;
  const end = Math.max(film.updates, look.training.of ?? 0, 1);
  const x = createScale(0, end, left, right);
  const font = `13px ${theme.font}`;

  context.fillStyle = theme.track;
  context.beginPath();
  context.roundRect(left, middle - 3, right - left, 6, 3);
  context.fill();
  const at = x(snapshot.update);
  context.fillStyle = theme.muted;
  context.beginPath();
  context.roundRect(left, middle - 3, at - left, 6, 3);
  context.fill();
  for (const key of modelsIn(look.focus)) {
    const { solved_at: solved, colour } = film.models[key];
    if (Number.isFinite(solved)) {
      drawDisc(context, x(solved), middle, theme.background, theme.colours[colour]);
    }
  }
  drawDisc(context, at, middle, theme.text, theme.background, 8);

  const plain = { colour: theme.muted, font };
  for (const tick of roundTicks(0, end, Math.max(2, Math.floor((right - left) / 110)))) {
    const align = tick === 0 ? "left" : tick > 0.97 * end ? "right" : "center";
    const text = tick === 0 && !isWide ? "update 0" : tickText(tick);
    label(context, text, tick === 0 && !isWide ? 0 : x(tick), middle + 20, { ...plain, align });
  }
  if (isWide) {
    label(context, "training", 0, middle, { colour: theme.text, font: `600 14px ${theme.font}` });
    const value = `update ${snapshot.update}`;
    label(context, value, right + 14, middle, { colour: theme.text, font: `14px ${theme.font}` });
  }
  return { film, update: (px) => ((px - left) / (right - left)) * end };
}

function drawDisc(context, x, y, inside, outline, radius = 4.5) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = inside;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = outline;
  context.stroke();
}
