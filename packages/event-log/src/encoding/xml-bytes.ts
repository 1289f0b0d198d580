import { isUtf8 } from "node:buffer";
import { lastCharacterBoundary } from "./utf8-checker.ts";
import { createStreamDecoder, type StreamDecoder } from "./text-decoder.ts";
import { XmlReferences } from "../text/xml-references.ts";

const BYTE_ORDER_MARK = Buffer.from("\uFEFF");
/** Characters that a reference may have, of which a piece of a file may hold the first ones only. */
const REFERENCE_LENGTH = 12;

/**
 * Makes UTF-8 of pieces of an XML file, each of which ends with a whole character. Valid UTF-8 is handed on as it is; from the
 * first byte on that isn't, or isn't text, or may be a reference to what is none, all is decoded and repaired.
 */
export class XmlBytes {
  readonly #encoding: string;
  readonly #references = new XmlReferences();
  #decoder: StreamDecoder | null = null;
  #rest: Buffer = Buffer.alloc(0);
  #isStart = true;

  constructor(encoding: string) {
    this.#encoding = encoding;
    if (!/^utf-?8$/.test(encoding)) this.#decoder = createStreamDecoder(encoding);
  }

  write(chunk: Buffer): Uint8Array {
    if (this.#decoder === null) {
      const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
      const end = lastCharacterBoundary(bytes);
      const whole = bytes.subarray(0, end);
      if (isUtf8(whole) && !whole.includes(0) && !mayHoldReference(whole)) {
        this.#rest = Buffer.from(bytes.subarray(end));
        return this.#withoutMark(whole);
      }
      this.#decoder = createStreamDecoder(this.#encoding);
      return Buffer.from(this.#references.push(this.#decoder.write(bytes)));
    }
    return Buffer.from(this.#references.push(this.#decoder.write(chunk)));
  }

  end(): Uint8Array {
    const decoder = this.#decoder ?? createStreamDecoder(this.#encoding);
    const rest = this.#decoder === null ? decoder.write(this.#rest) : "";
    return Buffer.from(this.#references.push(rest + decoder.end()) + this.#references.end());
  }

  #withoutMark(bytes: Buffer): Buffer {
    const hasMark = this.#isStart && bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    this.#isStart &&= bytes.length === 0;
    return hasMark ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
  }
}

const mayHoldReference = (bytes: Buffer): boolean =>
  bytes.includes("&#") || bytes.subarray(-REFERENCE_LENGTH).includes("&");
