// The present step in one sentence: always to be seen, read aloud when the viewer rests.

const WHERE = [
  ["Step ", "step"], [" of ", "steps"], [", update ", "update"], [" of ", "updates"], [": ", "event"],
];
const DEEDS = {
  forget_gate: [" keeps ", " of its cell state"],
  input_gate: [" writes ", ""],
  output_gate: [" reads out ", ""],
};

/** Words and the name of the number after them, in turn; then the last words. */
function sentenceOf(focus) {
  const sentence = [...WHERE];
  let last = "";
  const say = (words, name, after = "") => {
    sentence.push([last + words, name]);
    last = after;
  };
  const gates = GATES.filter((gate) => quantitiesIn(focus, "lstm").includes(gate));
  if (gates.length) say(". Unit ", "unit");
  gates.forEach((gate, n) => say((n ? "," : "") + DEEDS[gate][0], gate, DEEDS[gate][1]));
  modelsIn(focus).forEach((model, n) => {
    say(`${n ? ", " : ". "}${model.toUpperCase()} says `, model);
    if (n === 0) say(" (", "target", ")");
  });
  return [sentence, `${last}.`];
}

function createSummary() {
  const seen = element("p", { class: "now" });
  const heard = element("p", { class: "aloud", role: "status", "aria-live": "polite" });
  let slots = [];
  /** A number wears the colour of its quantity, as everywhere. */
  const write = ([sentence, end]) => {
    slots = sentence.map(([, name]) => [name, element("b", { class: `of-${name}` })]);
    seen.replaceChildren(...sentence.flatMap(([words], n) => [words, slots[n][1]]), end);
  };
  return {
    element: seen,
    aloud: heard,
    update(look, changed, reading) {
      if (changed.has("focus")) write(sentenceOf(look.focus));
      const facts = factsOf(look, reading);
      slots.forEach(([name, slot]) => setText(slot, facts[name]));
    },
    rest: () => setText(heard, seen.textContent),
  };
}

function factsOf({ film, snapshot, t, lstmUnit }, { lstm, event }) {
  const says = (key) => said(film, snapshot.values(`${key}.prediction`), t) ?? "nothing";
  const wanted = said(film, film.probe.target, t);
  const facts = {
    step: String(t + 1),
    steps: String(film.steps),
    update: String(snapshot.update),
    updates: String(film.updates),
    event,
    unit: String(lstmUnit + 1),
    lstm: says("lstm"),
    rnn: says("rnn"),
    target: wanted === null ? "no target" : `target ${wanted}`,
  };
  for (const gate of GATES) facts[gate] = fixed(lstm[gate]);
  return facts;
}
