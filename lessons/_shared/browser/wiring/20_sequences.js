// Sequences: as the page hands them over, and as a person writes them.

const LETTERS = [["w", WRITE], ["e", ERASE], ["r", READ]];
const LONGEST_SEQUENCE = 60;

const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** The validation set: values as float32 and commands as bytes, both (T, B), in base64. */
function unpackBatch({ values, commands, steps, count }) {
  const batch = {
    values: new Float32Array(bytesOf(values).buffer),
    commands: bytesOf(commands),
    wanted: new Float64Array(steps * count),
    steps,
    count,
  };
  for (let b = 0; b < count; b++) {
    const column = (array) => array.filter((_, at) => at % count === b);
    const wanted = wantedOf({ values: column(batch.values), commands: column(batch.commands) });
    wanted.forEach((value, t) => (batch.wanted[t * count + b] = value));
  }
  return batch;
}

/** Read "0.8w -0.4 0.5r"; null if it is no sequence of this task. */
function readSequence(text) {
  const tokens = text.replaceAll(",", " ").trim().split(/\s+/);
  const found = tokens.map((token) => /^([-+]?(?:\d+\.?\d*|\.\d+))([wer]*)$/.exec(token));
  const isGood = found.every((match) => match && Math.abs(Number(match[1])) <= 1);
  if (!isGood || tokens.length > LONGEST_SEQUENCE) return null;
  const commands = found.map(([, , letters]) =>
    LETTERS.reduce((sum, [letter, bit]) => sum + (letters.includes(letter) ? bit : 0), 0));
  if (commands.some((command) => command & WRITE && command & ERASE)) return null;
  return {
    values: Float32Array.from(found, (match) => Number(match[1])),
    commands: Uint8Array.from(commands),
  };
}

/** Write a sequence so that reading it gives it back. */
function writeSequence({ values, commands }) {
  return [...values]
    .map((value, t) => {
      const letters = LETTERS.filter(([, bit]) => commands[t] & bit).map(([letter]) => letter);
      return Number(value.toFixed(2)) + letters.join("");
    })
    .join(" ");
}

/** Give or take back a command; whoever writes does not erase. */
function toggled(command, bit) {
  const after = command ^ bit;
  if (!(after & bit)) return after;
  return bit === WRITE ? after & ~ERASE : bit === ERASE ? after & ~WRITE : after;
}

const commandWords = (command) =>
  FEATURES.slice(1).filter((_, place) => command & (1 << place)).join(" and ") || "no command";
