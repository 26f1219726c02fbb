// The present step in one sentence: always to be seen, read aloud when the viewer rests.

// Words and numbers in turn; a number wears the colour of its quantity, as everywhere.
const SENTENCE = [
  ["Step ", "step"], [" of ", "steps"], [", update ", "update"], [" of ", "updates"], [": ", "event"],
  [". Unit ", "unit"], [" keeps ", "forget_gate"], [" of its cell state, writes ", "input_gate"],
  [", reads out ", "output_gate"], [". LSTM says ", "lstm"], [" (", "target"], ["), RNN says ", "rnn"],
];

function createSummary() {
  const seen = element("p", { class: "now" });
  const heard = element("p", { class: "aloud", role: "status", "aria-live": "polite" });
  const slots = SENTENCE.map(([words, name]) => {
    const slot = element("b", { class: `of-${name}` });
    seen.append(words, slot);
    return [name, slot];
  });
  seen.append(".");
  return {
    element: seen,
    aloud: heard,
    update(look, reading) {
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
