// What of the player is shown: everything, or only what the page is about.

const KEYS = ["lstm", "rnn"];
const PARTS = ["curves", "lines", "gradients", "cells", "equations"];

/**
 * @typedef {object} Focus
 * @property {Set<string>} models lstm, rnn; one that is left out vanishes everywhere
 * @property {Set<string>} quantities whose heat maps, lines, equations and words are shown; with
 *   none there are no heat maps at all
 * @property {Set<string>} parts of PARTS; "lines" is the choice between heat maps and lines
 */
const EVERYTHING = focusOn({});

/** @returns {Focus} of a record of lists; a list that is missing means all, unknown names nothing */
function focusOn({ models, quantities, parts }) {
  const known = (names, all) => new Set(all.filter((name) => (names ?? all).includes(name)));
  const some = known(models, KEYS);
  return {
    models: some.size ? some : new Set(KEYS), // a player without any model shows nothing
    quantities: known(quantities, LSTM_ROWS),
    parts: known(parts, PARTS),
  };
}

const modelsIn = ({ models }) => KEYS.filter((model) => models.has(model));

/** The quantities of a model that are in focus: the RNN's only one belongs to the model. */
function quantitiesIn({ models, quantities }, model) {
  if (!models.has(model) || !quantities.size) return [];
  return model === "rnn" ? ["hidden_state"] : LSTM_ROWS.filter((name) => quantities.has(name));
}

/** How many heat maps share the screen. */
const rowsIn = (focus) =>
  KEYS.reduce((rows, model) => rows + quantitiesIn(focus, model).length, 0);
