// Pointing at lanes: hovering previews a time step and unit, a click or tap goes there.

function createPointing(root, { state, set }, actions) {
  const tooltip = element("div", { class: "tooltip", hidden: "" });
  root.append(tooltip);

  const find = (lane, event) => {
    const box = lane.surface.element.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const column = Math.min(state.film.steps - 1, Math.max(0, Math.floor(share * state.film.steps)));
    return { t: column, column, ...lane.locate?.(lookOf(state), event.clientY - box.top) };
  };
  const explain = (lane, event, place) => {
    if (!lane.explain) return hide();
    const look = lookOf(state);
    setText(tooltip, `step ${place.t + 1} · ${lane.explain(look, place.t, place)}`);
    tooltip.hidden = false;
    const bounds = root.getBoundingClientRect();
    const x = event.clientX - bounds.left;
    const flip = x > bounds.width - tooltip.offsetWidth - 24;
    const left = flip ? x - tooltip.offsetWidth - 14 : x + 16;
    const top = event.clientY - bounds.top - tooltip.offsetHeight - 10;
    tooltip.style.transform = `translate(${Math.round(Math.max(0, left))}px, ${Math.round(top)}px)`;
  };
  const hide = () => {
    tooltip.hidden = true;
  };

  const listen = (lane) => {
    const canvas = lane.surface.element;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      const place = find(lane, event);
      actions.goTo(place);
      explain(lane, event, place);
    });
    canvas.addEventListener("pointermove", (event) => {
      const place = find(lane, event);
      if (canvas.hasPointerCapture(event.pointerId)) actions.goTo(place);
      else if (!state.playing && event.pointerType === "mouse") set({ preview: place });
      explain(lane, event, place);
    });
    canvas.addEventListener("pointerleave", () => {
      hide();
      if (state.preview) set({ preview: null });
    });
    canvas.addEventListener("pointercancel", hide);
  };
  return { listen };
}
