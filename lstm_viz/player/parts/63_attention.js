// Which of the hidden states so far a model with attention looks at, at every time step.

const ATTENTION_HEIGHT = 150;

function createAttentionMap(wake, model) {
  const lane = createLane(wake, "attention");
  const key = `${model.key}.attention`;
  const picture = new OffscreenCanvas(1, 1); // x: the step looked at; y: the step that looks
  const row = element("div", { class: "looking" });
  lane.surface.element.after(row);
  const [most, share] = [element("b"), element("small")];
  lane.value.append(most, share);
  nameLane(lane, { symbol: "α", name: "attention", hints: ["row: the step that looks", "column: where it looks"] });
  lane.surface.describe(`attention of the ${model.title}: how much each time step looks at those so far`);

  const update = (look, changed) => {
    const { film, snapshot, theme, t } = look;
    if (mustDraw(lane.surface, changed, ["film", "snapshot", "theme", "focus"])) {
      paintAttention(picture, snapshot.values(key), film.steps, theme.table[model.colour]);
      drawAttention(lane, picture, look);
    }
    const seen = mostSeen(snapshot.values(key), film.steps, t);
    setText(most, `step ${seen + 1}`);
    setText(share, `gets ${fixed(snapshot.values(key)[t * film.steps + seen])}`);
  };
  /** Pointing goes to the step that looks, which is the row. */
  const locate = ({ film }, y) => {
    const step = Math.floor((y / lane.surface.height) * film.steps);
    return { t: Math.min(film.steps - 1, Math.max(0, step)) };
  };
  const explain = ({ film, snapshot }, t, { column }) => {
    const weight = snapshot.values(key)[t * film.steps + column];
    return `looks at step ${column + 1} with ${fixed(weight, snapshot.decimals(key))}`;
  };
  Object.assign(lane, { locate, explain });
  return { lane, update, shows: ({ focus }) => quantitiesIn(focus, model.key).includes("hidden_state") };
}

/** The time step that gets most of a step's attention. */
function mostSeen(weights, T, t) {
  let best = 0;
  for (let s = 1; s <= t; s++) if (weights[t * T + s] > weights[t * T + best]) best = s;
  return best;
}

function paintAttention(picture, weights, T, table) {
  if (picture.width !== T) [picture.width, picture.height] = [T, T];
  const context = picture.getContext("2d");
  const image = context.createImageData(T, T);
  const pixels = new Uint32Array(image.data.buffer);
  // Many steps share the attention: as in the cell state, what is small stands out.
  const levelOf = (weight) => Math.min(255, Math.round(255 * Math.sqrt(weight))) || 0;
  for (let n = 0; n < T * T; n++) pixels[n] = table[levelOf(weights[n])];
  context.putImageData(image, 0, 0);
}

function drawAttention(lane, picture, { film, theme }) {
  const { surface } = lane;
  const step = Math.max(2, Math.min(8, Math.floor(ATTENTION_HEIGHT / film.steps)));
  const height = step * film.steps;
  surface.setHeight(height);
  const context = surface.begin();
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, 0, 0, surface.width, height);
  context.strokeStyle = theme.hairline;
  context.lineWidth = 1;
  context.strokeRect(0.5, 0.5, surface.width - 1, height - 1);
  showTicks(lane, [["1", step / 2], [String(film.steps), height - step / 2]]);
}
