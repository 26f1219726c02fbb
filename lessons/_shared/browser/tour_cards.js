// The two cards: the offer in a corner, and the card that stands at a stop.

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function button(text, kind, run) {
  const made = element("button", { type: "button", class: kind }, text);
  made.addEventListener("click", run);
  return made;
}

function createOffer(start, decline) {
  return element("section", { class: "card offer", "aria-label": "Tour" },
    element("p", {}, element("b", {}, "New here?"), " A tour of the page takes a minute."),
    element("div", { class: "buttons" },
      button("No thanks", "quiet", decline), button("Start", "primary", start)),
  );
}

/** The card of a stop. Its buttons stay the same elements, so that the focus stays on them. */
function createStopCard({ next, back, end }) {
  const count = element("p", { class: "count" });
  const title = element("h2", { id: "title" });
  const words = element("p", { id: "words" });
  const link = element("a", { class: "onward" });
  const [skip, previous, following] = [
    button("Skip the tour", "quiet skip", end), button("Back", "", back), button("Next", "primary", next),
  ];
  const told = element("div", { "aria-live": "polite", "aria-atomic": "true" }, count, title, words, link);
  const card = element("section", {
    class: "card stop", role: "dialog", "aria-modal": "false", "aria-labelledby": "title",
    "aria-describedby": "words", tabindex: "-1",
  }, told, element("div", { class: "buttons" }, skip, previous, following));
  /** Say which stop of how many this is; what is said already is not said again. */
  const place = (number, of) => {
    const told = `${number} of ${of}`;
    if (count.textContent === told) return;
    count.textContent = told;
    previous.disabled = number === 1;
    skip.hidden = number === of; // then the other button ends it
    following.textContent = number === of ? "Done" : "Next";
  };
  const show = (stop, number, of) => {
    place(number, of);
    title.textContent = stop.title;
    words.textContent = stop.words;
    link.hidden = !stop.link;
    if (stop.link) {
      link.href = stop.link.href;
      link.textContent = stop.link.text;
    }
  };
  return { card, show, place, following };
}
