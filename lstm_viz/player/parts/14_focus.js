// What of the player is shown: everything, or only what the page is about.

const PARTS = ["curves", "lines", "gradients", "cells", "equations"];
const ALL_PARTS = [...PARTS, "sequence", "prediction"]; // the last two stay if the film has them

/**
 * @typedef {object} Focus
 * @property {Set<string>} models their keys in the film's order; one that is left out vanishes
 * @property {Map<string, string[]>} quantities of each model whose heat maps, lines, equations and
 *   words are shown; with none there are no heat maps at all
 * @property {Set<string>} parts of ALL_PARTS; "lines" is the choice between heat maps and lines
 */

/**
 * What of a film is shown on a page that is about some of it.
 * @returns {Focus} a list that is missing means all, unknown names nothing
 */
function focusOn(film, { models, quantities, parts = PARTS }) {
  const keys = Object.keys(film.models);
  const wanted = keys.filter((key) => (models ?? keys).includes(key));
  const shown = wanted.length ? wanted : keys; // a player without any model shows nothing
  const stays = (part) => !PARTS.includes(part) || parts.includes(part);
  return {
    models: new Set(shown),
    quantities: new Map(shown.map((key) => [key, quantitiesOf(film.models[key], quantities)])),
    parts: new Set([...film.parts].filter(stays)),
  };
}

/** A model without gates has nothing to choose from: its hidden state belongs to it. */
function quantitiesOf({ quantities }, wanted = quantities) {
  if (!wanted.length) return [];
  return quantities.some(isGate) ? quantities.filter((name) => wanted.includes(name)) : quantities;
}

const modelsIn = ({ models }) => [...models];

/** The quantities of a model that are in focus. */
const quantitiesIn = ({ quantities }, key) => quantities.get(key) ?? [];

/** How many heat maps share the screen. */
const rowsIn = ({ quantities }) => [...quantities.values()].reduce((rows, some) => rows + some.length, 0);
