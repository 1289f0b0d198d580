import { ImportRefusal } from "../terms/import-refusal.ts";

/** Deeper nesting isn't data. */
const MAX_DEPTH = 200;

/** Called with the keys that lead to the array (`""` = none), the object's text, and the line on which it begins. */
export type OnJsonObject = (path: string, text: string, line: number) => void;

/**
 * Cuts a JSON document that streams in into the objects of its arrays: those of an array at the top, and those of arrays
 * below objects only, such as `{"data": {"events": [{…}, {…}]}}`. Objects at the top, one after another, are cut out
 * likewise when `topLevel` says so; where the first of them fills one line, each is one line. With a `mapDepth`, objects below
 * so many keys and no array are cut instead. Nothing else of the document is kept, so any size can be read.
 *
 * The text is cut, not checked: whoever parses an object learns whether it is sound.
 */
export class JsonElements {
  readonly #onObject: OnJsonObject;
  readonly #topLevel: boolean;
  readonly #mapDepth: number | undefined;
  readonly #maxLength: number;
  readonly #onTooLong: (line: number) => void;
  /** Open containers above the object that is being cut: `{` with the last key seen, or `[`. */
  readonly #stack: { readonly isArray: boolean; key: string }[] = [];
  /** Depth inside of an object that is being cut; 0 = outside. */
  #depth = 0;
  #startLine = 0;
  #parts: string[] = [];
  #length = 0;
  #inString = false;
  #isEscaped = false;
  /** Text of the last string outside of objects, which is a key when a colon follows. */
  #lastString = "";
  /** Whether objects at the top stand on a line each, so that a broken one ends with its line; the first one decides. */
  #isOneALine: boolean | null = null;
  line = 1;

  constructor(options: {
    readonly onObject: OnJsonObject;
    readonly topLevel: boolean;
    readonly mapDepth?: number | undefined;
    readonly maxLength: number;
    readonly onTooLong: (line: number) => void;
  }) {
    this.#onObject = options.onObject;
    this.#topLevel = options.topLevel;
    this.#mapDepth = options.mapDepth;
    this.#maxLength = options.maxLength;
    this.#onTooLong = options.onTooLong;
  }

  /** True when every object, array and string that was opened was closed. */
  get isComplete(): boolean {
    return this.#stack.length === 0 && this.#depth === 0 && !this.#inString;
  }

  /** Keys that lead to where the reader is, objects that are cut out left aside. */
  get path(): string {
    return this.keys.join(".");
  }

  /** As `path`, each key for itself, as it is written. */
  get keys(): string[] {
    return this.#stack.flatMap(({ isArray, key }) => (isArray ? [] : [key]));
  }

  push(text: string): void {
    let start = this.#depth > 0 ? 0 : -1;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10) {
        if (this.#isOneALine && this.#depth > 0) {
          this.#keep(text.slice(start, at));
          this.#emit();
          start = -1;
        }
        this.line++;
      }
      if (this.#inString) {
        this.#passInString(code, text, at);
        continue;
      }
      if (code === 34) {
        this.#inString = true;
        if (this.#depth === 0) this.#lastString = "";
      } else if (code === 123 || code === 91) {
        if (this.#depth > 0) {
          if (++this.#depth > MAX_DEPTH) this.#length = Infinity;
        } else if (code === 123 && this.#isCutHere()) {
          this.#depth = 1;
          this.#startLine = this.line;
          start = at;
        } else if (this.#stack.push({ isArray: code === 91, key: "" }) > MAX_DEPTH) {
          throw new ImportRefusal(
            "UnreadableJson",
            `The JSON is nested deeper than ${MAX_DEPTH} levels at line ${this.line}.`,
            {
              line: this.line,
            },
          );
        }
      } else if (code === 125 || code === 93) {
        if (this.#depth === 0) this.#stack.pop();
        else if (--this.#depth === 0) {
          this.#keep(text.slice(start, at + 1));
          this.#emit();
          start = -1;
        }
      } else if (code === 58 && this.#depth === 0) {
        const open = this.#stack.at(-1);
        if (open !== undefined && !open.isArray) open.key = this.#lastString;
      }
    }
    if (start >= 0) this.#keep(text.slice(start));
  }

  #passInString(code: number, text: string, at: number): void {
    if (this.#depth === 0 && this.#lastString.length < 200 && (code !== 34 || this.#isEscaped)) {
      this.#lastString += text.charAt(at);
    }
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === 92) this.#isEscaped = true;
    else if (code === 34) this.#inString = false;
  }

  /** Whether an object that begins here is one of those to cut out. */
  #isCutHere(): boolean {
    const parent = this.#stack.at(-1);
    if (this.#mapDepth !== undefined)
      return this.#stack.length === this.#mapDepth && this.#stack.every(({ isArray }) => !isArray);
    if (parent === undefined) return this.#topLevel;
    return parent.isArray && this.#stack.slice(0, -1).every(({ isArray }) => !isArray);
  }

  #keep(part: string): void {
    this.#length += part.length;
    if (this.#length <= this.#maxLength) this.#parts.push(part);
    else this.#parts = [];
  }

  #emit(): void {
    this.#depth = 0;
    this.#inString = false;
    this.#isEscaped = false;
    this.#isOneALine ??= this.#topLevel && this.#stack.length === 0 && this.#startLine === this.line;
    if (this.#length > this.#maxLength) this.#onTooLong(this.#startLine);
    else {
      this.#onObject(this.path, this.#parts.join(""), this.#startLine);
    }
    this.#parts = [];
    this.#length = 0;
  }
}
