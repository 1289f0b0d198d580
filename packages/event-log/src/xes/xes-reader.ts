import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { ByteWindow } from "./byte-window.ts";
import { CUT_OFF, PlainXes, utf8 } from "./plain-xes.ts";
import type { XesType } from "./xes-type.ts";

const VALUE_TYPES: ReadonlySet<string> = new Set<XesType>(["string", "date", "int", "float", "boolean", "id"]);

/** What the reader meets, in the order of the file; the attributes of a trace may stand before, between and after its events. */
export interface XesHandler {
  onTraceStart(): void;
  onTraceAttribute(key: string, type: XesType, value: string): void;
  onEventAttribute(key: string, type: XesType, value: string): void;
  /** An event has ended; `inTrace` is false for one that stands outside of all traces. */
  onEventEnd(inTrace: boolean): void;
  /** A whole event of a trace, which is in the bytes that were read; no other callback reports it. */
  onPlainEvent(event: PlainXes): void;
  onTraceEnd(): void;
}

/** Deeper nesting isn't data. */
const MAX_DEPTH = 200;

/** Bytes of an event whose end hasn't come yet that are kept for the plain way; more goes to the parser. */
const MOST_KEPT = 1024 * 1024;
const [LINE_FEED, CARRIAGE_RETURN] = [10, 13];
const EVENT = Buffer.from("<event>");

/**
 * Reads XES, UTF-8, as it streams in. Nested attributes, lists and containers are passed over, and globals are declarations,
 * not defaults to fill in. Malformed XML ends in an `ImportRefusal` with line and column. What is plain in traces is read by
 * `PlainXes`, all else by the parser, which sees a document without it.
 */
export class XesReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #handler: XesHandler;
  readonly #bounds: ImportBounds;
  readonly #path: string[] = [];
  #rootSeen = false;
  #lengthSinceTag = 0;
  readonly #plain = new PlainXes();
  /** Bytes that no reader has seen yet. */
  readonly #window = new ByteWindow();
  /** Characters that the parser was given, and how many of them ended with the last tag. */
  #parsed = 0;
  #parsedToTag = -1;
  /** What the parser's column lacks while it is in this line of its own. */
  #shifted = { line: 0, columns: 0 };
  /** Keys of the log's first event classifier, which names activities where `concept:name` doesn't. */
  classifierKeys: readonly string[] = [];

  constructor(handler: XesHandler, bounds: ImportBounds) {
    this.#bounds = bounds;
    this.#handler = handler;
    this.#parser.on("opentag", (tag) => this.#open(tag));
    this.#parser.on("closetag", () => this.#close());
    this.#parser.on("error", (err) => this.#refuse(err.message.replace(/^\d+:\d+: /, "")));
  }

  get line(): number {
    return this.#parser.line + this.#plain.lines;
  }

  /** Read bytes that end with a whole character. */
  push(bytes: Uint8Array): void {
    const window = this.#window;
    window.push(bytes);
    const { source, length } = window;
    // Half of a line end waits for the other half.
    const end = source.bytes[length - 1] === CARRIAGE_RETURN ? length - 1 : length;
    window.keepFrom(this.#read(end));
  }

  end(): void {
    this.#parse(0, this.#window.length);
    this.#parser.close();
  }

  /** Read up to `end`; answers where what is read stops. */
  #read(end: number): number {
    const plain = this.#plain;
    plain.source = this.#window.source;
    plain.end = end;
    const bytes = Buffer.from(plain.source.bytes.buffer, plain.source.bytes.byteOffset, end);
    let at = 0;
    while (at < end) {
      if (this.#isBetweenEvents()) {
        const read = this.#readPlain(at);
        at = read.end;
        if (read.isCutOff && end - at <= MOST_KEPT) return at;
      }
      let next = bytes.indexOf(EVENT, at);
      if (next >= 0 && isBlank(utf8(bytes, at, next))) next = bytes.indexOf(EVENT, next + 1);
      const stop = next < 0 ? end : next;
      this.#parse(at, stop);
      at = stop;
    }
    return end;
  }

  /** Whether the parser is in a trace and has just passed a tag, so that it needn't see what comes. */
  #isBetweenEvents(): boolean {
    return this.#parsed === this.#parsedToTag && this.#path.length === 2 && this.#path[1] === "trace";
  }

  #readPlain(from: number): { readonly end: number; readonly isCutOff: boolean } {
    const plain = this.#plain;
    const handler = this.#handler;
    const linesBefore = plain.lines;
    let at = from;
    for (;;) {
      const end = plain.read(at);
      if (end < 0) {
        if (at > from) this.#shiftColumns(from, at, plain.lines > linesBefore);
        return { end: at, isCutOff: end === CUT_OFF };
      }
      at = end;
      if (plain.kind === "event") handler.onPlainEvent(plain);
      else if (plain.kind === "attribute")
        plain.visit((key, type, value) => handler.onTraceAttribute(key, type, value));
      else {
        handler.onTraceEnd();
        handler.onTraceStart();
      }
    }
  }

  #shiftColumns(from: number, to: number, hasLines: boolean): void {
    const { bytes } = this.#window.source;
    const lineStart = hasLines ? bytes.lastIndexOf(LINE_FEED, to - 1) + 1 : from;
    const column = utf8(bytes, lineStart, to).length + (hasLines ? 0 : this.#column);
    this.#shifted = { line: this.#parser.line, columns: column - this.#parser.column };
  }

  get #column(): number {
    const { line, columns } = this.#shifted;
    return this.#parser.column + (line === this.#parser.line ? columns : 0);
  }

  /** Gives bytes of the window to the parser. */
  #parse(from: number, to: number): void {
    const text = utf8(this.#window.source.bytes, from, to);
    this.#lengthSinceTag += text.length;
    this.#parsed += text.length;
    // What follows isn't a line feed, but the parser would wait to see.
    this.#parser.write(text.endsWith("\r") ? `${text.slice(0, -1)}\n` : text);
    // Blanks behind a tag say nothing.
    const behindTag = this.#parsed - this.#parsedToTag;
    if (behindTag <= text.length && isBlank(text.slice(text.length - behindTag))) this.#parsedToTag = this.#parsed;
    if (this.#lengthSinceTag > this.#bounds.limits.maxLineBytes) this.#refuse(`${this.#bounds.noTagEnds}.`);
  }

  #refuse(fault: string): never {
    const { line } = this;
    const column = this.#column;
    throw new ImportRefusal(
      "MalformedXml",
      `The XML is malformed at line ${line}, column ${column}: ${fault} Export the log again.`,
      { line, element: this.#path.at(-1) ?? "document" },
    );
  }

  #open(tag: SaxesTagPlain): void {
    const name = localName(tag.name);
    const parent = this.#path.at(-1);
    if (this.#path.push(name) > MAX_DEPTH) this.#refuse(`elements are nested deeper than ${MAX_DEPTH}.`);
    this.#passTag();
    if (!this.#rootSeen) this.#checkRoot(name, tag.name);
    if (parent === "event" || parent === "trace") {
      const { key, value } = tag.attributes;
      if (key !== undefined && value !== undefined && isValueType(name)) {
        if (parent === "event") this.#handler.onEventAttribute(key, name, value);
        else this.#handler.onTraceAttribute(key, name, value);
      }
    } else if (parent === "log") {
      if (name === "trace") this.#handler.onTraceStart();
      else if (name === "classifier" && this.classifierKeys.length === 0 && tag.attributes["scope"] !== "trace") {
        this.classifierKeys = splitKeys(tag.attributes["keys"] ?? "");
      }
    }
  }

  #close(): void {
    const name = this.#path.pop();
    this.#passTag();
    const parent = this.#path.at(-1);
    if (name === "event" && (parent === "trace" || parent === "log")) this.#handler.onEventEnd(parent === "trace");
    else if (name === "trace" && parent === "log") this.#handler.onTraceEnd();
  }

  #passTag(): void {
    this.#lengthSinceTag = 0;
    this.#parsedToTag = this.#parser.position;
  }

  #checkRoot(name: string, tagName: string): void {
    this.#rootSeen = true;
    if (name === "log") return;
    throw new ImportRefusal(
      "NotAnEventLog",
      `The XML file is no event log: its root element is <${tagName}>, not <log>.`,
      { line: this.line, element: tagName },
    );
  }
}

const isBlank = (text: string): boolean => text.trim() === "";

const isValueType = (name: string): name is XesType => VALUE_TYPES.has(name);

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Keys of a classifier are separated by blanks; those with blanks stand in apostrophes. */
function splitKeys(keys: string): string[] {
  return [...keys.matchAll(/'([^']+)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
}
