// Where the student is: stage, weights, sequence; kept in the page's link.

const LINK_NAMES = {
  i: "input_gate", f: "forget_gate", g: "candidate", o: "output_gate", y: "readout",
};
const SEPARATOR = "_";

const copyOf = (weights) =>
  Object.fromEntries(Object.entries(weights).map(([part, its]) => [part, [...its]]));

/** The weights with which a stage begins: what it is about at 0, all else given. */
function beginningOf(stage, answer) {
  const weights = copyOf(answer);
  for (const part of stage.parts) weights[part].fill(0);
  return weights;
}

/**
 * @param {{stages, answer, sequence: string}} given
 * @returns state: {stage (its place), made (weights by stage), won, revealed (sets of keys),
 *   sequence, step, open (the part whose sliders are shown)}; problems: sentences about the link
 */
function readState({ stages, answer, sequence }, address) {
  const link = new URLSearchParams(address);
  const problems = [];
  const refuse = (name, expected) =>
    problems.push(`The link says ${name}=${link.get(name).slice(0, 40)}: expected ${expected}.`);
  const named = (key) => stages.findIndex((stage) => stage.key === key);

  let stage = 0;
  if (link.has("stage")) {
    stage = named(link.get("stage"));
    if (stage < 0) refuse("stage", `one of ${stages.map(({ key }) => key).join(", ")}`);
  }
  stage = Math.max(0, stage);
  const won = new Set((link.get("won") ?? "").split(SEPARATOR).filter((key) => named(key) >= 0));
  const made = stages.map((its) => beginningOf(its, answer));
  for (const [name, part] of Object.entries(LINK_NAMES)) {
    if (!link.has(name) || !stages[stage].parts.includes(part)) continue;
    const numbers = readNumbers(link.get(name), part);
    if (numbers) made[stage][part] = numbers;
    else refuse(name, `${termsOf(part).length} numbers in their ranges, joined by underscores`);
  }
  let seen = null;
  if (link.has("sequence")) {
    seen = readSequence(link.get("sequence"));
    if (!seen) refuse("sequence", "numbers from -1 to 1, each followed by w, e or r");
  }
  const state = {
    stage,
    made,
    won,
    revealed: new Set(),
    sequence: seen ?? readSequence(sequence),
    step: 0,
    open: stages[stage].parts[0],
  };
  state.step = Math.max(0, state.sequence.commands.findIndex((command) => command & WRITE));
  return { state, problems };
}

function readNumbers(text, part) {
  const numbers = text.split(SEPARATOR).map((word) => (/^-?\d+(\.\d+)?$/.test(word) ? Number(word) : NaN));
  const fits = (number, place) => Math.abs(number) <= rangeOf(part, place).most;
  return numbers.length === termsOf(part).length && numbers.every(fits) ? numbers : null;
}

/** Write the state into the page's link, without a trace in the browser's history. */
function writeState({ stages }, { stage, made, won, sequence }) {
  const address = new URL(window.location.href);
  const { key, parts } = stages[stage];
  address.searchParams.set("stage", key);
  if (won.size) address.searchParams.set("won", [...won].join(SEPARATOR));
  for (const [name, part] of Object.entries(LINK_NAMES)) {
    const text = made[stage][part].map((weight) => String(Number(weight.toFixed(4)))).join(SEPARATOR);
    if (parts.includes(part)) address.searchParams.set(name, text);
    else address.searchParams.delete(name);
  }
  address.searchParams.set("sequence", writeSequence(sequence));
  if (address.href !== window.location.href) history.replaceState(history.state, "", address);
}
