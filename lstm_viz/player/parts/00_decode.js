// Film bytes -> header and arrays. Bytes may come from a stranger: everything is checked before
// it is used.

const MAGIC = "LSTMFILM";
const VERSION = 2;
const LARGEST_FILM = 1 << 29;

/** An error whose message is a sentence for the person who opened the film. */
class FilmError extends Error {}

/**
 * Decode the bytes of a film.
 * @param {Uint8Array} bytes
 * @returns {Promise<object>} a film, as assembleFilm describes it
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
  checkHeader(header);
  return header;
}

function bytesOf(spec) {
  const shapeIsFine =
    Array.isArray(spec?.shape) && spec.shape.every((n) => Number.isInteger(n) && n >= 0);
  const hasLimits = Number.isFinite(spec?.low) && Number.isFinite(spec.high);
  const isKnown = spec?.dtype === "f4" || (spec?.dtype === "u2" && hasLimits);
  if (!shapeIsFine || !isKnown) {
    throw new FilmError(`This film is damaged: array ${spec?.name} is not described properly.`);
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
