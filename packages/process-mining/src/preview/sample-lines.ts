/** Records of a text that a preview reads. */
const FIRST_RECORDS = 10_001; // with the header
const LAST_RECORDS = 1000;
const [LINE_END, QUOTE] = [0x0a, 0x22];

/** The beginning of a text of lines and its end; `tail` is empty where the beginning is the whole. */
export interface LineEnds {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

/** What was chosen of a text. */
export interface LineSample {
  readonly parts: readonly Uint8Array[];
  readonly isWhole: boolean;
}

/**
 * Chooses the first 10,000 records and the last 1,000, cut where no quoted field is open. Fewer where they don't fit into
 * what was kept of the text.
 */
export function sampleLines({ head, tail }: LineEnds): LineSample {
  const ends = recordEnds(head, FIRST_RECORDS);
  const firstEnd = ends.length === FIRST_RECORDS || tail.length > 0 ? (ends.at(-1) ?? head.length) : head.length;
  const rest = tail.length > 0 ? tail : head.subarray(firstEnd);
  if (rest.length === 0) return { parts: [head], isWhole: true };
  const from = lastRecordsStart(rest, tail.length > 0);
  if (tail.length === 0 && from === 0) return { parts: [head], isWhole: true };
  return { parts: [head.subarray(0, firstEnd), rest.subarray(from)], isWhole: false };
}

/** Where the first records end: behind line ends outside of quotes. */
function recordEnds(text: Uint8Array, most: number): number[] {
  const ends: number[] = [];
  let isQuoted = false;
  for (let at = 0; at < text.length && ends.length < most; at++) {
    if (text[at] === QUOTE) isQuoted = !isQuoted;
    else if (text[at] === LINE_END && !isQuoted) ends.push(at + 1);
  }
  return ends;
}

/** Where the last records begin. A text of which the beginning is missing may begin in the midst of one. */
function lastRecordsStart(text: Uint8Array, isCut: boolean): number {
  let isQuoted = false;
  let start = text.length;
  let records = 0;
  // A line end at the very end ends the last record and begins none.
  for (let at = text.length - 2; at >= 0; at--) {
    if (text[at] === QUOTE) isQuoted = !isQuoted;
    else if (text[at] === LINE_END && !isQuoted) {
      start = at + 1;
      if (++records === LAST_RECORDS) return start;
    }
  }
  return isCut ? start : 0;
}
