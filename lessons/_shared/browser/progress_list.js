// The course as a list: each lesson with what was done in it, as this browser remembers.

const WORDS = { opened: "opened", predicted: "predicted", reached: "goal reached" };
const CHECK = "M4.5 12.5l5 5 10-11";

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function check() {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", CHECK);
  made.append(line);
  return made;
}

/** One lesson. open(name) is called for a plain click; any other click is the browser's. */
function lessonRow({ name, number, question, idea, page }, done, open) {
  const link = element("a", { href: name }, question);
  link.addEventListener("click", (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!page || !isPlain) return;
    event.preventDefault();
    open(name);
  });
  const marks = MARKS.filter((mark) => done.has(mark)).map((mark) =>
    element("li", { class: mark }, check(), WORDS[mark]),
  );
  const finished = done.has("reached");
  return element("li", { class: finished ? "lesson finished" : "lesson" },
    element("span", { class: "number", "aria-hidden": "true" }, String(number)),
    element("div", { class: "about" }, link, element("p", {}, idea)),
    element("ul", { class: "marks", "aria-label": "Done" }, ...marks),
  );
}

/** How far one is, and the button that forgets it. */
function header(lessons, progress, clear) {
  const finished = lessons.filter(({ name }) => progress.get(name)?.has("reached")).length;
  const total = `${finished} of ${lessons.length} lessons finished`;
  const bar = element("progress", {
    value: finished, max: Math.max(1, lessons.length), "aria-label": total,
  });
  const button = element("button", { type: "button" }, "Clear my progress");
  button.addEventListener("click", clear);
  button.hidden = progress.size === 0;
  const note = storage()
    ? "Kept in this browser only."
    : "This browser does not let the page keep anything, so your progress cannot be kept.";
  return element("header", {},
    element("div", {},
      element("p", { class: "total", role: "status", tabindex: "-1" }, total),
      element("p", { class: "note" }, note),
    ),
    bar, button,
  );
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".course");
  const draw = () => {
    const progress = readProgress();
    const rows = data.lessons.map((lesson) =>
      lessonRow(lesson, progress.get(lesson.name) ?? new Set(), (name) =>
        setTriggerValue("opened", name)),
    );
    root.replaceChildren(header(data.lessons, progress, clear), element("ol", {}, ...rows));
  };
  const clear = () => {
    clearProgress();
    draw();
    root.querySelector(".total").focus(); // the button, which had it, has gone
  };
  const changedElsewhere = ({ key }) => (key === PLACE || key === null) && draw();
  window.addEventListener("storage", changedElsewhere); // another tab: a lesson
  draw();
  return () => window.removeEventListener("storage", changedElsewhere);
}
