// Header and arrays -> film: every array that a panel may ask for has the shape that it expects.

const PARTS_OF_A_SUM = ["from_input", "from_past"];

function buildFilm(header, arrays) {
  const S = arrays.get("update")?.shape[0];
  const T = arrays.get("probe.x")?.shape[0];
  if (!S || !T) throw new FilmError("This film is empty: it holds no snapshot.");
  const [F, O] = [header.task.inputs.length, header.task.outputs.length];
  const expect = (name, ...shape) => {
    const array = arrays.get(name);
    if (!array || array.shape.join() !== shape.join()) {
      throw damaged(`array ${name} is missing or has a wrong shape`);
    }
    return array;
  };
  const perSnapshot = [];
  const recorded = (name, ...shape) => perSnapshot.push([name, expect(name, S, ...shape)]);
  const sizes = { steps: T, outputs: O };
  header.models.forEach((model) => recordModel(model, sizes, recorded, (name) => arrays.has(name)));
  const updates = expect("update", S).data;
  const snapshots = Array.from(updates, (update, s) => new Snapshot(update, s, perSnapshot));
  const perStep = (list) => Array.from({ length: T }, (_, t) => String(list[t] ?? ""));
  const inWords = (value) => (Number.isFinite(value) ? plain(value) : "");
  const content = expect("probe.content", T).data;
  const probe = {
    x: expect("probe.x", T, F).data,
    target: expect("probe.target", T, O).data,
    content,
    remember: perStep(header.probe.remember ?? Array.from(content, inWords)).map(withMinus),
    events: perStep(header.probe.events),
    tokens: perStep(header.probe.tokens),
  };
  return assembleFilm(header, probe, T, snapshots);
}

/** The arrays of one model; a recording that somebody brought has no answers and no gradients. */
function recordModel(model, { steps: T, outputs: O }, recorded, exists) {
  const { key, kind } = model;
  const H = model.lanes.reduce((sum, lane) => sum + lane.units, 0);
  const optional = (name, ...shape) => exists(name) && recorded(name, ...shape);
  ["loss", "score"].forEach((name) => recorded(`${key}.${name}`));
  model.quantities.forEach((name) => recorded(`${key}.${name}`, T, H));
  for (const part of PARTS_OF_A_SUM) {
    model.squashed.forEach((name) => recorded(`${key}.${part}.${name}`, T, H));
  }
  if (kind === "peephole") GATES.forEach((name) => recorded(`${key}.from_cell.${name}`, T, H));
  if (model.attention) recorded(`${key}.attention`, T, T);
  optional(`${key}.initial_hidden`, H);
  optional(`${key}.initial_cell`, H);
  optional(`${key}.prediction`, T, O);
  optional(`${key}.gradient_hidden`, T);
  optional(`${key}.gradient_cell`, T);
}
