// The vanilla RNN's cell: one box. Past and input are added, squashed, and that is all.

function createRnnCell(actions) {
  const frame = createDiagram("rnn", actions, {
    width: 580,
    height: 150,
    description:
      "Vanilla RNN cell: past and input are added and squashed by tanh into the hidden state.",
  });
  const root = frame.drawing;
  svg(root, "rect", { x: 62, y: 12, width: 456, height: 92, rx: 24, class: "body" });
  const [LINE, SUM, BOX] = [58, 196, 352];
  const wires = {
    before: createWire(root, `M4 ${LINE}H62`, "hidden_state"),
    past: createWire(root, `M62 ${LINE}H${SUM - 14}`, "hidden_state"),
    input: createWire(root, `M${SUM} 128V${LINE + 14}`, "vector"),
    sum: createWire(root, `M${SUM + 14} ${LINE}H${BOX - 35}`, "hidden_state"),
    hidden: createWire(root, `M${BOX + 35} ${LINE}H566`, "hidden_state"),
  };
  svg(root, "path", { d: `M564 ${LINE - 8}l12 8l-12 8z`, class: "arrow of-hidden_state" });
  drawNode(root, SUM, LINE, "+");
  drawBox(root, BOX, LINE, 70, "tanh", "hidden_state");
  const symbol = (x, y, quantity, text) =>
    svgSymbol(root, { x, y, class: `symbol-at of-${quantity}`, "text-anchor": "middle" }, text);
  symbol(31, LINE - 18, "hidden_state", "h_t−1");
  symbol(549, LINE - 18, "hidden_state", "h_t");
  symbol(SUM, 146, "vector", "x_t");
  const middle = { anchor: "middle" };
  const numbers = {
    before: createNumber(root, 31, LINE + 28, "hidden_state", middle),
    past: createNumber(root, 122, LINE - 16, "hidden_state", { size: 16, anchor: "middle" }),
    input: createNumber(root, SUM + 14, 94, "vector", { size: 16 }),
    sum: createNumber(root, 262, LINE - 16, "hidden_state", { size: 16, anchor: "middle" }),
    hidden: createNumber(root, 549, LINE + 28, "hidden_state", middle),
    token: createNumber(root, SUM + 24, 142, "vector"),
  };
  const update = (look, changed, { rnn, token, event }) => {
    if (changed.has("film") || changed.has("rnnUnit")) frame.name(look, look.rnnUnit);
    wires.before.set(rnn.hiddenBefore);
    wires.past.set(Math.tanh(rnn.past));
    wires.input.set(Math.tanh(rnn.input));
    wires.sum.set(Math.tanh(rnn.sum));
    wires.hidden.set(rnn.hidden_state);
    numbers.before(rnn.hiddenBefore);
    numbers.past(`past ${fixed(rnn.past)}`);
    numbers.input(`input ${fixed(rnn.input)}`);
    numbers.sum(fixed(rnn.sum));
    numbers.hidden(rnn.hidden_state);
    numbers.token(isQuiet(event) ? token : `${token}  ${event}`);
  };
  const flow = (seconds) => Object.values(wires).forEach((wire) => wire.flow(seconds));
  return { element: frame.element, update, flow };
}
