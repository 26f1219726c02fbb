// Where the rows of a heat map are: unit by unit, lane by lane, with a gap between two lanes.

const HEAT_MAPS_HEIGHT = 392; // together, so that they fit on one screen
const LANE_GAP = 7;
const LEAST_LANE = 16; // room for its title
const LEAST_ROW = 2;
const LEAST_ROW_OF_LANES = 3; // so that each lane is a picture of its own

/** Rows are as high as they can be while all heat maps fit on one screen; few of them grow. */
function heightOf({ units, lanes }, maps) {
  const room = Math.min(120, HEAT_MAPS_HEIGHT / maps);
  const highest = Math.min(36, 18 * (7 / maps));
  const least = lanes.length > 1 ? LEAST_ROW_OF_LANES : LEAST_ROW;
  const row = Math.max(least, Math.floor(Math.min(highest, room / units)));
  const gaps = LANE_GAP * (lanes.length - 1);
  return gaps + Math.max(36, LEAST_LANE * lanes.length, row * units);
}

/**
 * @returns {object} step: height of a row; top(row); at(y): the row there; lanes: each with its
 *   first row, the number of its units, its top, middle and name
 */
function rowsOf(model, height) {
  const { units: all, lanes } = model;
  const step = (height - LANE_GAP * (lanes.length - 1)) / all;
  const placed = lanes.map((lane, n) => {
    const top = lane.first * step + n * LANE_GAP;
    const { first, units, backward } = lane;
    return { first, units, backward, top, middle: top + (units * step) / 2, name: laneMark(model, lane) };
  });
  const holding = (row) => placed.findLast(({ first }) => first <= row);
  return {
    step,
    lanes: placed,
    top: (row) => holding(row).top + (row - holding(row).first) * step,
    at(y) {
      const { first, units, top } = placed.findLast((lane) => lane.top <= y) ?? placed[0];
      return first + Math.min(units - 1, Math.max(0, Math.floor((y - top) / step)));
    },
  };
}

/** A cursor for each lane that runs backward, which shows while the sequence plays. */
function createMirrors(lane, { lanes }) {
  const backward = lanes.filter((its) => its.backward);
  const cursors = backward.map(() => element("div", { class: "mirror" }));
  lane.surface.element.parentElement.append(...cursors);
  const place = (rows) => {
    rows.lanes.filter((its) => its.backward).forEach(({ top, units }, n) => {
      cursors[n].style.top = `${top}px`;
      cursors[n].style.height = `${units * rows.step}px`;
    });
  };
  return { place };
}
