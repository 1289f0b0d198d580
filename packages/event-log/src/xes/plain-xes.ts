import { emptySource, type ByteSource } from "../plain/byte-source.ts";
import { firstBytes } from "../plain/text-hash.ts";
import type { XesType } from "./xes-type.ts";

/** Bytes to be found as they are. */
interface Mark {
  readonly words: Int32Array;
  /** The bytes behind the last whole word, as `firstBytes` gives them. */
  readonly rest: number;
  readonly length: number;
}

/** A kind of attribute: the beginning of its tag, up to its value. */
export interface AttributeKind extends Mark {
  readonly key: string;
  readonly type: XesType;
  /** Slot where the receiver of attributes may store data about the kind. */
  column: number;
  /** What followed last time: logs repeat themselves. */
  next: AttributeKind | null;
}

const OPEN = markOf("<event>");
const CLOSE = markOf("</event>");
const TRACE_OPEN = markOf("<trace>");
const TRACE_CLOSE = markOf("</trace>");
const TAG_START = /^<(string|date|int|float|boolean|id) key="([^"&<\p{Cc}\ud800-\uffff]*)" value="/u;
/** More than a tag takes up to its value, unless its key is a strange one. */
const TAG_START_BYTES = 512;
const [TAB, LINE_FEED, CARRIAGE_RETURN, BLANK, QUOTE, AMPERSAND, SLASH, LESS, GREATER] = [
  9, 10, 13, 32, 34, 38, 47, 60, 62,
];
/** First byte of U+F000 to U+FFFF, the last three of which aren't plain: one is a sign of damage, and two aren't XML. */
const HIGHEST = 0xef;
/** Whether a byte may be more than a part of a value. */
const ENDS_VALUE = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte < BLANK || byte === QUOTE || byte === AMPERSAND || byte === LESS || byte === HIGHEST),
);

/** What `read` answers where it read nothing. */
const NOT_PLAIN = -1;
export const CUT_OFF = -2;

/**
 * Reads what stands in traces as nearly all logs write it: events with nothing in them but tags of attributes that hold one
 * value, key before value, in double quotes, without entities and control characters; such tags of traces; and the end of
 * one trace with the beginning of the next. These are well-formed as they stand, so that no XML parser has to see them; all
 * else is its business.
 */
export class PlainXes {
  readonly #kinds = new Map<string, AttributeKind>();
  readonly #start: AttributeKind = { ...OPEN, key: "", type: "string", column: -1, next: null };
  #last = this.#start;
  source: ByteSource = emptySource(0);
  /** Behind the last byte that may be read. */
  end = 0;
  /** What was read last. */
  kind: "event" | "attribute" | "next trace" = "event";
  /** The attributes of it, in the order of the file: their kinds, and where their values stand. */
  readonly found: AttributeKind[] = [];
  readonly froms: number[] = [];
  readonly tos: number[] = [];
  count = 0;
  /** Line ends in what was read so far, and in the blanks before it. */
  lines = 0;

  /** Calls `onAttribute` for each attribute of the last element, in the order of the file. */
  visit(onAttribute: (key: string, type: XesType, value: string) => void): void {
    const { bytes } = this.source;
    for (const [at, { key, type }] of this.found.slice(0, this.count).entries())
      onAttribute(key, type, utf8(bytes, this.froms[at] ?? 0, this.tos[at] ?? 0));
  }

  /**
   * Read what is at `from`, or behind blanks there. Answers the place behind it, `NOT_PLAIN`, or `CUT_OFF` when the bytes end
   * before it is known.
   */
  read(from: number): number {
    const linesBefore = this.lines;
    const end = this.#read(from);
    if (end < 0) this.lines = linesBefore;
    return end;
  }

  #read(from: number): number {
    let at = this.#skipBlanks(from);
    this.count = 0;
    if (this.#isAt(at, OPEN)) {
      this.kind = "event";
      this.#last = this.#start;
      at += OPEN.length;
      for (;;) {
        at = this.#skipBlanks(at);
        if (this.source.bytes[at + 1] === SLASH && this.#isAt(at, CLOSE)) return at + CLOSE.length;
        at = this.#readAttribute(at);
        if (at < 0) return at;
      }
    }
    if (this.#isAt(at, TRACE_CLOSE)) {
      this.kind = "next trace";
      at = this.#skipBlanks(at + TRACE_CLOSE.length);
      return this.#isAt(at, TRACE_OPEN) ? at + TRACE_OPEN.length : this.#orCutOff(at, TRACE_OPEN.length);
    }
    this.kind = "attribute";
    return this.#readAttribute(at);
  }

  /** Read the tag that begins at `from`. */
  #readAttribute(from: number): number {
    const { bytes } = this.source;
    let kind = this.#last.next;
    if (kind === null || !this.#isAt(from, kind)) {
      kind = this.#kindAt(from);
      if (kind === null) return bytes.subarray(from, this.end).includes(GREATER) ? NOT_PLAIN : CUT_OFF;
      this.#last.next = kind;
    }
    this.#last = kind;
    const valueFrom = from + kind.length;
    let at = valueFrom;
    for (;;) {
      while (ENDS_VALUE[bytes[at] ?? 0] === 0) at++;
      if (bytes[at] !== HIGHEST || (bytes[at + 1] === 0xbf && (bytes[at + 2] ?? 0) >= 0xbd)) break;
      at += 3;
    }
    if (bytes[at] !== QUOTE || at >= this.end) return this.#orCutOff(at, 1);
    this.found[this.count] = kind;
    this.froms[this.count] = valueFrom;
    this.tos[this.count++] = at;
    at += bytes[at + 1] === BLANK ? 2 : 1;
    if (at + 2 > this.end || bytes[at] !== SLASH || bytes[at + 1] !== GREATER) return this.#orCutOff(at, 2);
    return at + 2;
  }

  /** Why there isn't what should be there. */
  #orCutOff(at: number, length: number): number {
    return at + length > this.end ? CUT_OFF : NOT_PLAIN;
  }

  /** The place behind blanks, whose line ends are counted. */
  #skipBlanks(from: number): number {
    const { bytes } = this.source;
    let at = from;
    for (; at < this.end; at++) {
      const byte = bytes[at];
      if (byte === LINE_FEED) this.lines++;
      else if (byte !== BLANK && byte !== TAB && !(byte === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED)) return at;
    }
    return at;
  }

  #isAt(at: number, { words, rest, length }: Mark): boolean {
    if (at + length > this.end) return false;
    const { view } = this.source;
    let place = at;
    for (let word = 0; word < words.length; word++, place += 4)
      if (view.getInt32(place, true) !== words[word]) return false;
    return firstBytes(view.getInt32(place, true), length & 3) === rest;
  }

  #kindAt(from: number): AttributeKind | null {
    const start = utf8(this.source.bytes, from, Math.min(this.end, from + TAG_START_BYTES));
    const match = TAG_START.exec(start);
    if (match === null) return null;
    const known = this.#kinds.get(match[0]);
    if (known !== undefined) return known;
    // Copies: a part of a string keeps all of it in memory.
    const [whole = "", type = "", key = ""] = match.map((part) => Buffer.from(part).toString());
    const kind: AttributeKind = { ...markOf(whole), key, type: type as XesType, column: -1, next: null };
    this.#kinds.set(whole, kind);
    return kind;
  }
}

/** The text of bytes from `from` up to, not including, `to`. */
export const utf8 = ({ buffer, byteOffset }: Uint8Array, from: number, to: number): string =>
  Buffer.from(buffer, byteOffset + from, to - from).toString();

function markOf(text: string): Mark {
  const { view } = emptySource(Buffer.byteLength(text));
  const length = Buffer.from(view.buffer).write(text);
  const words = Int32Array.from({ length: length >> 2 }, (_, word) => view.getInt32(4 * word, true));
  return { words, rest: firstBytes(view.getInt32(4 * words.length, true), length & 3), length };
}
