// The stops of the tour: what each points at, what it moves, and what it says.

const FILM = ".film-player .stage:not([hidden])";

/**
 * @param {object} data step and event: where in the sequence something happens; update: the last
 *   of the film; lesson: {name, title} of the first lesson, or null
 * @returns {Array<object>} stops: title, words, targets (selectors; what is seen of them is lit
 *   together), the first of which has to be there; move: where the player goes; press: a selector
 */
function stopsOf({ step, event, update, lesson }) {
  const isTold = step !== null && event;
  return [
    {
      title: "One sequence, step by step",
      words: "Time runs from left to right. At each time step one input comes in, and each model " +
        "says something. Click anywhere in the picture to go there.",
      targets: [`${FILM} .lanes`],
      move: { step: 1, at: update, play: "sequence" },
    },
    {
      title: "The same sequence, all through the training",
      words: "Now the film plays from update 0, with random weights, to the last update. Watch " +
        "what becomes of the score, and of the gates below. You can drag along this curve.",
      targets: [`${FILM} .scrubber`, `${FILM} .curves`, `${FILM} .lanes`],
      move: { step, at: update, play: "training" },
    },
    {
      title: "A gate at work",
      words: (isTold ? `Here, at step ${step}, the sequence says “${event}”. ` : "") +
        "The forget gate decides, unit by unit, how much of the cell state is kept: " +
        "near 1 keeps, near 0 erases. Compare the steps around it.",
      targets: [`${FILM} .view:not([hidden]) .lane`],
      move: { step, at: update, view: "heat" },
    },
    {
      title: "Inside one unit",
      words: "The cell at this very step: what flows in, what the gates let through, what comes " +
        "out. Under it stand the equations with the same numbers.",
      targets: [`${FILM} .right .diagram`, `${FILM} .right .equations`],
      move: { step, at: update },
    },
    {
      title: "Train it yourself",
      words: "The tour presses Train for you. Both models learn from the same batches, and the " +
        "film grows while they do. You may pause, or change anything, at any time.",
      targets: [".st-key-train button, .st-key-pause button"],
      press: ".st-key-train button",
    },
    {
      title: "Make it harder, and share it",
      words: "A longer gap asks for a longer memory. Whatever you set stands in the address of " +
        "this page: copy it, and others see the same run.",
      targets: [".st-key-knob_length"],
      link: lesson && { href: lesson.name, text: `Go on with lesson 1: ${lesson.title}` },
    },
  ];
}
