import type { XesType } from "./xes-reader.ts";

/** The beginning of the tag of an attribute, up to its value. */
interface Prefix {
  readonly codes: Uint16Array;
  readonly key: string;
  readonly type: XesType;
  /** What followed last time: logs repeat themselves. */
  next: Prefix | null;
}

const OPEN = codesOf("<event>");
const CLOSE = codesOf("</event>");
const PREFIX = /<(string|date|int|float|boolean|id) key="([^"&<\p{Cc}\ud800-\uffff]*)" value="/uy;
const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BLANK = 32;
const QUOTE = 34;
const AMPERSAND = 38;
const SLASH = 47;
const LESS = 60;
const GREATER = 62;
const FIRST_SURROGATE = 0xd800;

/** What `read` answers where it read nothing. */
const NOT_PLAIN = -1;
export const CUT_OFF = -2;

/**
 * Reads events that are written as nearly all are: nothing in them but tags of attributes that hold one value, key before
 * value, in double quotes, without entities and control characters. These are well-formed as they stand, so that no XML
 * parser has to see them; all others are its business.
 */
export class PlainEvents {
  readonly #prefixes = new Map<string, Prefix>();
  readonly #start: Prefix = { codes: OPEN, key: "", type: "string", next: null };
  readonly #found: Prefix[] = [];
  readonly #values: string[] = [];
  #count = 0;
  #text = "";
  /** Code units of the text, and 0 behind them: an array is read faster than a string. */
  #codes = new Uint16Array(1);
  /** Line ends in the events read so far, and in the blanks before them. */
  lines = 0;

  /** Take the text that `read` reads of. */
  load(text: string): void {
    this.#text = text;
    if (this.#codes.length <= text.length) this.#codes = new Uint16Array(Math.ceil(1.5 * text.length) + 1);
    Buffer.from(this.#codes.buffer).write(text, "utf16le");
    this.#codes[text.length] = 0;
  }

  /**
   * Read the event at `from`, or behind blanks there. Answers the place behind it, `NOT_PLAIN`, or `CUT_OFF` when the text
   * ends before it is known.
   */
  read(from: number): number {
    const linesBefore = this.lines;
    const end = this.#read(from);
    if (end < 0) this.lines = linesBefore;
    return end;
  }

  /** Tell the attributes of the event read last, in the order of the file. */
  tell(onAttribute: (key: string, type: XesType, value: string) => void): void {
    for (let at = 0; at < this.#count; at++) {
      const prefix = this.#found[at];
      if (prefix !== undefined) onAttribute(prefix.key, prefix.type, this.#values[at] ?? "");
    }
  }

  #read(from: number): number {
    const codes = this.#codes;
    const text = this.#text;
    let at = this.#skipBlanks(from);
    if (!isAt(codes, at, OPEN)) return this.#orCutOff(at, OPEN.length);
    at += OPEN.length;
    let last = this.#start;
    this.#count = 0;
    for (;;) {
      at = this.#skipBlanks(at);
      if (codes[at + 1] === SLASH && isAt(codes, at, CLOSE)) return at + CLOSE.length;
      let prefix = last.next;
      if (prefix === null || !isAt(codes, at, prefix.codes)) {
        prefix = this.#prefixAt(at);
        if (prefix === null) return text.includes(">", at) ? NOT_PLAIN : CUT_OFF;
        last.next = prefix;
      }
      last = prefix;
      const valueFrom = at + prefix.codes.length;
      at = endOfValue(codes, valueFrom);
      if (codes[at] !== QUOTE) return this.#orCutOff(at, 1);
      this.#found[this.#count] = prefix;
      this.#values[this.#count++] = text.slice(valueFrom, at);
      at += codes[at + 1] === BLANK ? 2 : 1;
      if (codes[at] !== SLASH || codes[at + 1] !== GREATER) return this.#orCutOff(at, 2);
      at += 2;
    }
  }

  /** Why there isn't what should be there. */
  #orCutOff(at: number, length: number): number {
    return at + length > this.#text.length ? CUT_OFF : NOT_PLAIN;
  }

  #skipBlanks(from: number): number {
    const codes = this.#codes;
    let at = from;
    for (;;) {
      const code = codes[at] ?? 0;
      if (code === LINE_FEED) this.lines++;
      else if (code !== BLANK && code !== TAB && !(code === CARRIAGE_RETURN && codes[at + 1] === LINE_FEED)) return at;
      at++;
    }
  }

  #prefixAt(at: number): Prefix | null {
    PREFIX.lastIndex = at;
    const match = PREFIX.exec(this.#text);
    if (match === null) return null;
    const known = this.#prefixes.get(match[0]);
    if (known !== undefined) return known;
    // Copies: a part of a string keeps all of it in memory.
    const [whole = "", type = "", key = ""] = match.map((part) => Buffer.from(part).toString());
    const prefix: Prefix = { codes: codesOf(whole), key, type: type as XesType, next: null };
    this.#prefixes.set(whole, prefix);
    return prefix;
  }
}

/** Place of the quote that ends a value, or of what this reader doesn't understand in one. */
function endOfValue(codes: Uint16Array, from: number): number {
  let at = from;
  for (;;) {
    const code = codes[at] ?? 0;
    if (code === QUOTE || code < BLANK || code >= FIRST_SURROGATE || code === AMPERSAND || code === LESS) return at;
    at++;
  }
}

function isAt(codes: Uint16Array, at: number, wanted: Uint16Array): boolean {
  for (let index = 0; index < wanted.length; index++) if (codes[at + index] !== wanted[index]) return false;
  return true;
}

function codesOf(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}
