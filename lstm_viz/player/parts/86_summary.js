// The present step in one sentence: always to be seen, read aloud when the viewer rests.

const DEEDS = {
  forget_gate: [" keeps ", " of its cell state"],
  input_gate: [" writes ", ""],
  output_gate: [" reads out ", ""],
  reset_gate: [" uses ", " of the past"],
  update_gate: [" keeps ", " of its hidden state"],
};

/** Words and a slot {name, kind, of} for the number after them, in turn; then the last words. */
function sentenceOf({ film, focus }) {
  const sentence = [];
  let last = "";
  const say = (words, name, of, after = "", kind = name) => {
    sentence.push([last + words, { name, of, kind }]);
    last = after;
  };
  say("Step ", "step", ({ t }) => String(t + 1));
  say(" of ", "steps", () => String(film.steps));
  if (film.trains) {
    say(", update ", "update", ({ snapshot }) => String(snapshot.update));
    say(" of ", "updates", (look) => String(look.film.updates));
  }
  if (film.probe.events.some(Boolean)) say(": ", "event", ({ t }) => film.probe.events[t]);
  modelsIn(focus).forEach((key) => sayWhatGatesDo(film.models[key], focus, say));
  if (focus.parts.has("prediction")) sayAnswers(film, focus, say);
  return [sentence, `${last}.`];
}

/** What the gates in focus of a model's unit do; the unit's model is named if both have gates. */
function sayWhatGatesDo(model, focus, say) {
  const { key, short } = model;
  const gatesOf = (its) => quantitiesIn(focus, its).filter(isGate);
  const isAlone = modelsIn(focus).filter((its) => gatesOf(its).length).length === 1;
  const unit = ({ units }) => {
    const { lane, place } = laneOf(model, units[key]);
    return `${place + 1}${lane.title && ` (${lane.title})`}`;
  };
  gatesOf(key).forEach((gate, n) => {
    if (n === 0) say(isAlone ? ". Unit " : `. ${short}: unit `, "unit", unit);
    say((n ? "," : "") + DEEDS[gate][0], gate, (look, its) => fixed(its[key][gate]), DEEDS[gate][1]);
  });
}

function sayAnswers(film, focus, say) {
  const answer = (values, t) => said(film, values, t);
  const target = ({ t }) => {
    const wanted = answer(film.probe.target, t);
    return wanted === null ? "no target" : `target ${wanted}`;
  };
  modelsIn(focus).forEach((key, n) => {
    const { short, colour } = film.models[key];
    const says = ({ snapshot, t }) => answer(snapshot.values(`${key}.prediction`), t) ?? "nothing";
    say(`${n ? ", " : ". "}${short} says `, key, says, "", colour);
    if (n === 0 && film.probe.target.some(Number.isFinite)) say(" (", "target", target, ")");
  });
}

function createSummary() {
  const seen = element("p", { class: "now" });
  const heard = element("p", { class: "aloud", role: "status", "aria-live": "polite" });
  let slots = [];
  /** A number wears the colour of its quantity, as everywhere. */
  const write = ([sentence, end]) => {
    slots = sentence.map(([, slot]) => ({ ...slot, element: element("b", { class: `of-${slot.kind}` }) }));
    seen.replaceChildren(...sentence.flatMap(([words], n) => [words, slots[n].element]), end);
  };
  return {
    element: seen,
    aloud: heard,
    update(look, changed, readings) {
      if (changed.has("focus") || changed.has("film")) write(sentenceOf(look));
      for (const slot of slots) setText(slot.element, slot.of(look, readings));
    },
    rest: () => setText(heard, seen.textContent),
  };
}
