// Finding what a stop points at, bringing it into view, and putting the card beside it.

const MARGIN = 12;
const HEADER = 64; // Streamlit's own line at the top covers what is under it
const PHONE = 640;

const isSeen = (element) => element.getClientRects().length > 0;

/** All elements on screen that a selector finds, also inside the shadow roots of components. */
function findAll(selector) {
  const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot).filter(Boolean);
  return [document, ...roots]
    .flatMap((root) => [...root.querySelectorAll(selector)])
    .filter(isSeen);
}

/** The first element that each selector finds; none at all if the first selector finds none. */
function findTargets(selectors) {
  const found = selectors.map((selector) => findAll(selector)[0]);
  return found[0] ? found.filter(Boolean) : [];
}

/** The smallest box around all elements, in the coordinates of the window. */
function boxAround(elements) {
  const boxes = elements.map((element) => element.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map((b) => b.left)), Math.min(...boxes.map((b) => b.top))];
  const right = Math.max(...boxes.map((b) => b.right));
  const bottom = Math.max(...boxes.map((b) => b.bottom));
  return { left, top, right, bottom, width: right - left, height: bottom - top };
}

/** Scroll so that the targets stand in the middle of the room that the card leaves. */
function bringIntoView(elements, card, isCalm) {
  let scroller = elements[0];
  while (scroller && !(scroller.scrollHeight > scroller.clientHeight + 1 &&
    /auto|scroll/.test(getComputedStyle(scroller).overflowY))) {
    scroller = scroller.parentElement ?? scroller.getRootNode().host;
  }
  const box = boxAround(elements);
  const covered = window.innerWidth < PHONE ? card.offsetHeight : 0;
  const room = window.innerHeight - HEADER - covered;
  const top = HEADER + Math.max(MARGIN, (room - box.height) / 2);
  if (box.top >= HEADER && box.bottom <= window.innerHeight - covered) return;
  (scroller ?? window).scrollBy({ top: box.top - top, behavior: isCalm ? "auto" : "smooth" });
}

/** Put the card where it hides nothing of the box if it can; on a phone it stays at the bottom. */
function placeCard(card, box) {
  if (window.innerWidth < PHONE) {
    card.style.translate = "";
    return;
  }
  const { offsetWidth: width, offsetHeight: height } = card;
  const [lowest, rightmost] = [window.innerHeight - height - MARGIN, window.innerWidth - width - MARGIN];
  const beside = Math.max(HEADER, Math.min(box.top, lowest));
  const along = Math.max(MARGIN, Math.min(box.left, rightmost));
  const places = [
    [box.right + MARGIN, beside],
    [box.left - width - MARGIN, beside],
    [along, box.bottom + MARGIN],
    [along, box.top - height - MARGIN],
  ];
  const fits = ([x, y]) => x >= MARGIN && x <= rightmost && y >= HEADER && y <= lowest;
  const [x, y] = places.find(fits) ?? [rightmost, lowest];
  card.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
}
