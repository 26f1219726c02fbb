// What a student has done, kept in this browser and nowhere else: one JSON value,
// {lesson: [mark, ...]}. Whatever else stands there, from whomever, counts as nothing done.

const PLACE = "lstm-viz.progress";
const MARKS = ["opened", "predicted", "reached"];

/** The browser's storage; null where it may not be used, as in some private windows. */
function storage() {
  try {
    const probe = `${PLACE}.probe`;
    window.localStorage.setItem(probe, "1");
    window.localStorage.removeItem(probe);
    return window.localStorage;
  } catch {
    return null;
  }
}

/** What was done, as a map from lesson to the set of its marks. */
function readProgress() {
  let kept = null;
  try {
    kept = JSON.parse(storage()?.getItem(PLACE) ?? "{}");
  } catch {
    // broken: begin afresh
  }
  const isRecord = kept !== null && typeof kept === "object" && !Array.isArray(kept);
  const entries = Object.entries(isRecord ? kept : {});
  return new Map(
    entries
      .filter(([, marks]) => Array.isArray(marks))
      .map(([lesson, marks]) => [lesson, new Set(marks.filter((mark) => MARKS.includes(mark)))]),
  );
}

/** Add marks to a lesson's; nothing is ever taken away but by clearing. */
function addMarks(lesson, marks) {
  const progress = readProgress();
  progress.set(lesson, new Set([...(progress.get(lesson) ?? []), ...marks]));
  const kept = [...progress].map(([name, its]) => [name, MARKS.filter((mark) => its.has(mark))]);
  try {
    storage()?.setItem(PLACE, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // full: the lesson works without
  }
}

const clearProgress = () => storage()?.removeItem(PLACE);
