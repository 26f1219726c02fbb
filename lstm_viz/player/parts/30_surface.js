// Elements and canvases, sharp on every screen.

/** Make an element: element("button", {class: "x", "aria-label": "y"}, "text" or children). */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Change a text only when it differs: no layout without need, and never markup from a film. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A canvas that follows its CSS size and the screen's pixel ratio. */
class Surface {
  constructor(wake) {
    this.element = element("canvas", { "aria-hidden": "true" }); // until it is given a name
    this.width = 0;
    this.height = 0;
    this.resized = true;
    this.observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      if (width === this.width && height === this.height) return;
      [this.width, this.height, this.resized] = [width, height, true];
      wake();
    });
    this.observer.observe(this.element);
    this.context = this.element.getContext("2d");
  }

  /** Clear and hand out the context, measured in CSS pixels. */
  begin() {
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (this.element.width !== width || this.element.height !== height) {
      this.element.width = width;
      this.element.height = height;
    }
    this.resized = false;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    return this.context;
  }

  /** Say in words what the picture shows. */
  describe(words) {
    this.element.removeAttribute("aria-hidden");
    this.element.setAttribute("role", "img");
    this.element.setAttribute("aria-label", words);
  }

  setHeight(height) {
    this.element.style.height = `${height}px`;
  }

  release() {
    this.observer.disconnect();
  }
}

/** Whether a panel must be redrawn: its size changed, or something that it shows did. */
const mustDraw = (surface, changed, names) =>
  surface.width > 0 && (surface.resized || names.some((name) => changed.has(name)));

/** Draw text. align: left, center, right; room: the width that it is pressed into, if it has to be. */
function label(context, text, x, y, { colour, font, align = "left", halo = null, room = undefined }) {
  context.font = font;
  context.textAlign = align;
  context.textBaseline = "middle";
  if (halo) {
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = halo;
    context.strokeText(text, x, y);
  }
  context.fillStyle = colour;
  context.fillText(text, x, y, room);
}
