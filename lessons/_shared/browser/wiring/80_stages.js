// The stages of the puzzle: what to do in each, hints one by one, and the answer when asked for.

const CHECK = "M4.5 12.5l5 5 10-11";

/** @param {{go, reset, reveal}} actions */
function createStages({ stages, after }, actions) {
  const tabs = stages.map((stage, place) => {
    const dot = element("span", { class: "dot" }, String(place + 1));
    const tab = button("", () => actions.go(place), { class: "tab" });
    tab.append(dot, element("span", {}, stage.title));
    return { tab, dot, stage, place };
  });
  const task = element("p", { class: "task" });
  const hints = element("ol", { class: "hints" });
  const more = button("A hint", () => showHint(), { class: "quiet" });
  const answer = button("Show the answer", () => actions.reveal(), { class: "quiet" });
  const again = button("Begin again", () => actions.reset(), { class: "quiet" });
  const said = element("p", { class: "said", role: "status" });
  const next = button("", () => actions.go(current + 1), { class: "primary" });
  const root = element("div", { class: "stages" },
    element("div", { class: "tabs", role: "group", "aria-label": "Stages" }, ...tabs.map(({ tab }) => tab)),
    task, hints, element("div", { class: "helps" }, more, answer, again, said, next));
  let current = -1;

  function showHint() {
    const given = stages[current].hints;
    const count = hints.childElementCount;
    if (count < given.length) hints.append(element("li", {}, given[count]));
    more.hidden = hints.childElementCount === given.length;
  }

  const update = ({ state, stage, isSolved }) => {
    if (state.stage !== current) {
      current = state.stage;
      setText(task, stage.task);
      hints.replaceChildren();
      more.hidden = false;
    }
    for (const { tab, dot, stage: its, place } of tabs) {
      tab.setAttribute("aria-pressed", String(place === current));
      const isWon = state.won.has(its.key);
      tab.classList.toggle("won", isWon);
      tab.setAttribute("aria-label", `Stage ${place + 1}: ${its.title}${isWon ? ", solved" : ""}`);
      if (isWon !== Boolean(dot.querySelector("svg"))) {
        dot.replaceChildren(isWon
          ? drawn("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, drawn("path", { d: CHECK }))
          : String(place + 1));
      }
    }
    const isLast = current === stages.length - 1;
    const isShown = state.revealed.has(stage.key);
    setText(said, !isSolved ? "" : isShown ? stage.answer : isLast ? after : stage.won);
    next.hidden = !isSolved || isLast;
    if (!isLast) setText(next, `Next: ${stages[current + 1].title}`);
    answer.hidden = isSolved;
  };
  return { element: root, update };
}
