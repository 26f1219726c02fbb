// Film bytes -> film. Bytes may come from a stranger: everything is checked before it is used.

const MAGIC = "LSTMFILM";
const VERSION = 2;
const LARGEST_FILM = 1 << 29;
const SCALARS = ["loss", "score", "gradient_norm"];
const GATES = ["forget_gate", "input_gate", "output_gate"];
const PARTS_OF_A_SUM = ["from_input", "from_past"];

/** An error whose message is a sentence for the person who opened the film. */
class FilmError extends Error {}

/**
 * Decode the bytes of a film.
 * @param {Uint8Array} bytes
 * @returns {Promise<object>} {header, task, probe, models, steps, snapshots, cellRange}
 * @throws {FilmError} with a sentence that says what is wrong
 */
async function decodeFilm(bytes) {
  if (!(bytes instanceof Uint8Array) || bytes.length < 12) {
    throw new FilmError("This is not a film: it is too short.");
  }
  if (String.fromCharCode(...bytes.subarray(0, 8)) !== MAGIC) {
    throw new FilmError("This is not a film: it does not begin with LSTMFILM.");
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const header = readHeader(bytes.subarray(12, 12 + length), length);
  const size = header.arrays.reduce((sum, spec) => sum + bytesOf(spec), 0);
  if (size > LARGEST_FILM) throw new FilmError("This film is too large to be shown.");
  const raw = await inflate(bytes.subarray(12 + length), size);
  return buildFilm(header, readArrays(header.arrays, raw));
}

function readHeader(text, length) {
  let header;
  try {
    if (text.length < length) throw new Error("cut off");
    header = JSON.parse(new TextDecoder().decode(text));
  } catch {
    throw new FilmError("This film is damaged: its header cannot be read.");
  }
  if (header?.format !== "lstm-viz film") throw new FilmError("This is not an LSTM Viz film.");
  if (header.version !== VERSION) {
    throw new FilmError(`This film has version ${header.version}; this player knows version ${VERSION}.`);
  }
  const complete =
    Array.isArray(header.arrays) &&
    header.config !== null &&
    typeof header.config === "object" &&
    header.models?.[0]?.key === "lstm" &&
    header.models?.[1]?.key === "rnn" &&
    header.models.every((model) => Array.isArray(model.unit_order)) &&
    Array.isArray(header.task?.inputs) &&
    Array.isArray(header.task?.outputs) &&
    Array.isArray(header.probe?.events) &&
    Array.isArray(header.probe?.tokens);
  if (!complete) throw new FilmError("This film is damaged: its header is incomplete.");
  return header;
}

function bytesOf(spec) {
  const shapeIsFine =
    Array.isArray(spec.shape) && spec.shape.every((n) => Number.isInteger(n) && n >= 0);
  const isPacked = spec.dtype === "u2" && Number.isFinite(spec.low) && Number.isFinite(spec.high);
  if (!shapeIsFine || (spec.dtype !== "f4" && !isPacked)) {
    throw new FilmError(`This film is damaged: array ${spec.name} is not described properly.`);
  }
  return spec.shape.reduce((n, side) => n * side, spec.dtype === "u2" ? 2 : 4);
}

/** Inflate in the browser's own stream, which does not block the page. */
async function inflate(packed, size) {
  const raw = new Uint8Array(size);
  let filled = 0;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const reader = stream.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      raw.set(piece.value, filled); // throws when there is more than the header promised
      filled += piece.value.length;
    }
  } catch {
    throw new FilmError("This film is damaged: its data cannot be unpacked.");
  }
  if (filled !== size) throw new FilmError("This film is damaged: a piece of its data is missing.");
  return raw;
}

function readArrays(specs, raw) {
  const arrays = new Map();
  let offset = 0;
  for (const spec of specs) {
    const size = bytesOf(spec);
    // A copy per array: typed arrays must start at a multiple of their item size.
    const piece = raw.buffer.slice(offset, offset + size);
    const data = spec.dtype === "u2" ? new Uint16Array(piece) : new Float32Array(piece);
    arrays.set(spec.name, { data, shape: spec.shape, low: spec.low, high: spec.high });
    offset += size;
  }
  return arrays;
}

function buildFilm(header, arrays) {
  const S = arrays.get("update")?.shape[0];
  const T = arrays.get("probe.x")?.shape[0];
  if (!S || !T) throw new FilmError("This film is empty: it holds no snapshot.");
  const [F, O] = [header.task.inputs.length, header.task.outputs.length];
  const expect = (name, ...shape) => {
    const array = arrays.get(name);
    if (!array || array.shape.join() !== shape.join()) {
      throw new FilmError(`This film is damaged: array ${name} is missing or has a wrong shape.`);
    }
    return array;
  };
  const perSnapshot = [];
  const recorded = (name, ...shape) => perSnapshot.push([name, expect(name, S, ...shape)]);
  for (const { key, hidden_size: H, unit_order: order } of header.models) {
    const isOrder = [...order].sort((a, b) => a - b).every((unit, place) => unit === place);
    if (order.length !== H || !isOrder) {
      throw new FilmError("This film is damaged: the order of its units is not an order.");
    }
    SCALARS.forEach((name) => recorded(`${key}.${name}`));
    recorded(`${key}.prediction`, T, O);
    recorded(`${key}.gradient_hidden`, T);
    recorded(`${key}.hidden_state`, T, H);
    const summed = key === "rnn" ? ["hidden_state"] : [...GATES, "candidate"];
    for (const part of PARTS_OF_A_SUM) {
      summed.forEach((name) => recorded(`${key}.${part}.${name}`, T, H));
    }
    if (key === "rnn") continue;
    recorded("lstm.gradient_cell", T);
    [...GATES, "candidate", "cell_state"].forEach((name) => recorded(`lstm.${name}`, T, H));
  }
  const updates = expect("update", S).data;
  const snapshots = Array.from(updates, (update, s) => new Snapshot(update, s, perSnapshot));
  const perStep = (list) => Array.from({ length: T }, (_, t) => String(list[t] ?? ""));
  const inWords = (value) => (Number.isFinite(value) ? plain(value) : "");
  const content = expect("probe.content", T).data;
  const probe = {
    x: expect("probe.x", T, F).data,
    target: expect("probe.target", T, O).data,
    content,
    remember: perStep(header.probe.remember ?? Array.from(content, inWords)).map(withMinus),
    events: perStep(header.probe.events),
    tokens: perStep(header.probe.tokens),
  };
  return assembleFilm(header, probe, T, snapshots);
}
