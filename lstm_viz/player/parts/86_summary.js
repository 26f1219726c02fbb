// The present step in one sentence: always to be seen, read aloud when the viewer rests.

function createSummary() {
  const seen = element("p", { class: "now" });
  const heard = element("p", { class: "aloud", role: "status", "aria-live": "polite" });
  return {
    element: seen,
    aloud: heard,
    update: (look, reading) => setText(seen, sentence(look, reading)),
    rest: () => setText(heard, seen.textContent),
  };
}

function sentence({ film, snapshot, t, lstmUnit }, { lstm, event }) {
  const last = film.snapshots.at(-1).update;
  const says = (key) => said(film, snapshot.values(`${key}.prediction`), t) ?? "nothing that is a number";
  const wanted = said(film, film.probe.target, t);
  const [keeps, writes, reads] = GATES.map((gate) => fixed(lstm[gate]));
  const target = wanted === null ? "no target" : `target ${wanted}`;
  return (
    `Step ${t + 1} of ${film.steps}, update ${snapshot.update} of ${last}: ${event}. ` +
    `Unit ${lstmUnit + 1} keeps ${keeps} of its cell state, writes ${writes}, reads out ${reads}. ` +
    `LSTM says ${says("lstm")} (${target}), RNN says ${says("rnn")}.`
  );
}
