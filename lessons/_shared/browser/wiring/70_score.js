// How good the unit is: its error on the validation set, on a scale from chance to solved.

const [BEST, WORST] = [1e-5, 1]; // the ends of the scale, which is logarithmic
const REST_MS = 700;

const shareOf = (error) =>
  Math.min(1, Math.max(0, Math.log(error / BEST) / Math.log(WORST / BEST)));

function createScore({ solved, chance, count }) {
  const number = element("b");
  const verdict = element("span", { class: "verdict" });
  const mark = element("span", { class: "mark" });
  const zone = element("span", { class: "zone" });
  zone.style.width = `${100 * shareOf(solved)}%`;
  const tick = (name, error) => {
    const made = element("small", {}, name);
    made.style.left = `${100 * shareOf(error)}%`;
    return made;
  };
  const meter = element("div", { class: "meter", "aria-hidden": "true" }, zone, mark,
    tick(`solved ${solved}`, solved), tick("guessing", chance));
  const aloud = element("p", { class: "aloud", role: "status" });
  const root = element("div", { class: "score" },
    element("div", { class: "figures" },
      element("small", {}, `error on ${count} sequences `), number, " ", verdict),
    meter, aloud);
  let timer = 0;
  const update = ({ error }) => {
    const isSolved = error <= solved;
    const text = errorText(error);
    setText(number, text);
    setText(verdict, isSolved ? "solved" : "not solved");
    root.classList.toggle("solved", isSolved);
    mark.style.left = `${100 * shareOf(error)}%`;
    clearTimeout(timer);
    timer = setTimeout(() => {
      setText(aloud, `Error ${text}, ${isSolved ? "solved" : `not solved; solved at ${solved}`}.`);
    }, REST_MS);
  };
  return { element: root, update, release: () => clearTimeout(timer) };
}
