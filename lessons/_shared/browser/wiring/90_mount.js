// The puzzle as a whole: everything is computed and drawn here, at most once per frame.

const PAGE = "be_the_lstm";

function mountWiring(root, data) {
  const batch = unpackBatch(data.batch);
  const { state, problems } = readState(data, window.location.search);
  let [frame, scored, error, timer] = [0, null, 0, 0];
  const wake = () => (frame ||= requestAnimationFrame(draw));

  const change = (alter) => {
    alter();
    wake();
    clearTimeout(timer);
    timer = setTimeout(() => writeState(data, state), 300); // browsers refuse a hundred a second
  };
  const weightsNow = () => state.made[state.stage];
  const stageNow = () => data.stages[state.stage];
  /** The score of a stage counts once the student has turned something in it. */
  const turn = (part, place, value) => change(() => {
    state.made[state.stage] = { ...weightsNow(), [part]: weightsNow()[part].with(place, value) };
    state.revealed.delete(stageNow().key);
    state.isTurned = true;
  });
  const actions = {
    go: (stage) => change(() => {
      state.stage = stage;
      state.open = data.stages[stage].parts[0];
      state.isTurned = false;
    }),
    reset: () => change(() => {
      state.made[state.stage] = beginningOf(stageNow(), data.answer);
      state.revealed.delete(stageNow().key);
      state.isTurned = false;
    }),
    reveal: () => change(() => {
      state.made[state.stage] = copyOf(data.answer);
      state.revealed.add(stageNow().key);
      state.isTurned = false;
    }),
  };
  const point = (step) => change(() => (state.step = step));
  const edit = (step, field, value) => change(() => {
    const copy = state.sequence[field].slice();
    copy[step] = value;
    state.sequence = { ...state.sequence, [field]: copy };
    state.step = step;
  });
  const drag = (step, value) => edit(step, "values", value);
  const command = (step, bit) => edit(step, "commands", toggled(state.sequence.commands[step], bit));

  const stages = createStages(data, actions);
  const sliders = createSliders(turn, (part) => change(() => (state.open = part)));
  const score = createScore({ ...data, count: batch.count });
  const inputs = createInputs(drag, command, point);
  const answer = createAnswer();
  const lanes = LANES.map(([quantity, low, high]) => createLane(quantity, low, high));
  const editor = createEditor(drag, command, point);
  const told = problems.map((problem) => element("p", { class: "problem", role: "alert" }, problem));
  const board = element("section", { class: "board", "aria-label": "The unit at work" },
    element("div", { class: "top" }, score.element, answer.element), ...inputs.elements,
    ...lanes.map((lane) => lane.element), editor.element);
  const page = element("div", { class: "wiring" }, ...told, stages.element,
    element("div", { class: "columns" }, sliders.element, board));
  for (const lane of [answer, ...lanes]) {
    lane.picture.addEventListener("pointermove", ({ clientX, currentTarget }) => {
      const { left, width } = currentTarget.getBoundingClientRect();
      const steps = state.sequence.values.length;
      point(Math.min(steps - 1, Math.max(0, Math.floor(((clientX - left) / width) * steps))));
    });
  }

  function draw() {
    frame = 0;
    const width = inputs.picture.clientWidth;
    if (!width) return;
    const weights = weightsNow();
    if (scored !== weights) [scored, error] = [weights, scoreOf(weights, batch)];
    const isSolved = error <= data.solved;
    if (isSolved && state.isTurned && !state.won.has(stageNow().key)) win(stageNow().key);
    const { sequence, step, open } = state;
    const look = {
      state, weights, error, isSolved, sequence, step, open, width, stage: stageNow(),
      run: runUnit(weights, sequence), wanted: wantedOf(sequence),
    };
    [stages, sliders, score, inputs, answer, ...lanes, editor].forEach((part) => part.update(look));
  }

  function win(key) {
    state.won.add(key);
    const isComplete = data.stages.every((stage) => state.won.has(stage.key));
    addMarks(PAGE, isComplete ? ["opened", "reached"] : ["opened"]);
    addMarks(`${PAGE}/${key}`, ["reached"]);
  }

  for (const [lesson, marks] of readProgress()) {
    const [page_, key] = lesson.split("/");
    if (page_ === PAGE && marks.has("reached") && data.stages.some((its) => its.key === key)) state.won.add(key);
  }
  addMarks(PAGE, ["opened"]);
  const resized = new ResizeObserver(wake);
  root.append(page);
  resized.observe(board);
  wake();
  return {
    destroy() {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      score.release();
      resized.disconnect();
      page.remove();
    },
  };
}

const mounted = new WeakMap();

/** The adapter for st.components.v2, which calls again with the same data when the page reruns. */
export default function ({ parentElement, data }) {
  const mount = mounted.get(parentElement) ?? { calls: 0, wiring: mountWiring(parentElement, data) };
  mounted.set(parentElement, mount);
  const call = ++mount.calls;
  return () => {
    if (call !== mount.calls) return;
    mount.wiring.destroy();
    mounted.delete(parentElement);
  };
}

export { runUnit, scoreOf, unpackBatch };
