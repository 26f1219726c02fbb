// A model of the film: its cell, its lanes and its units, and how they are called.

const PLACES = ["first", "second"];

/**
 * @returns {object} the header's record with {units: of all lanes; lanes: each with its `first`
 *   unit; colour: "first" | "second", by place; short: its title where there is little room;
 *   follower: the unit that follows the content best; cellRange: how far its memory reaches}
 */
function describeModel(model, place, snapshots) {
  let units = 0;
  const lanes = model.lanes.map((lane) => {
    units += lane.units;
    return { ...lane, first: units - lane.units };
  });
  const memory = `${model.key}.${model.memory}`;
  const reach = () => Math.max(...snapshots.map((snapshot) => snapshot.reach(memory)));
  return {
    ...model,
    lanes,
    units,
    colour: PLACES[place],
    short: model.title.replace(/^Vanilla /, ""), // the plainest of its kind
    follower: bestFollower(model),
    cellRange: isUnbounded(model, model.memory) ? roundUp(reach()) : 1,
  };
}

function bestFollower({ unit_order: order, unit_follow: follow = [] }) {
  const best = Math.max(...follow.filter(Number.isFinite));
  return order.find((unit) => follow[unit] === best) ?? order[0];
}

/** A cell state can grow, and so can what a rectified unit says; all else is squashed. */
const isUnbounded = ({ nonlinearity }, quantity) =>
  quantity === "cell_state" || (quantity === "hidden_state" && nonlinearity === "relu");

/** How far a quantity goes at most, down and up. */
function limitsOf(model, quantity) {
  const most = isUnbounded(model, quantity) ? model.cellRange : 1;
  return [isUnbounded(model, quantity) && quantity === "hidden_state" ? 0 : -most, most];
}

/** A lane in few letters, for the margin of a heat map: "layer 2", "backward ←", "layer 2 ←". */
function laneMark({ lanes }, { title, layer, backward }) {
  const [isDeep, runsBoth] = [lanes.some((its) => its.layer > 0), lanes.some((its) => its.backward)];
  const words = isDeep ? `layer ${layer + 1}` : title;
  return isDeep && runsBoth ? `${words} ${backward ? "←" : "→"}` : `${words}${backward ? " ←" : ""}`;
}

/** A unit by its lane and its number there, from 1: "layer 2, unit 3". */
function unitName(model, unit) {
  const { lane, place } = laneOf(model, unit);
  return [lane.title, `unit ${place + 1}`].filter(Boolean).join(", ");
}
