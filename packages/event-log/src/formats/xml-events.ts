import { SaxesParser } from "saxes";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";

/** Deeper nesting isn't data. */
const MAX_DEPTH = 200;

export interface XmlHandler {
  /** An element begins; `path` names the elements around it, local names from the root, itself last. */
  onOpen(path: readonly string[], attributes: ReadonlyMap<string, string>, line: number): void;
  /** An element ends; `text` is what stood in it directly, blanks and all. */
  onClose(path: readonly string[], text: string, line: number): void;
}

/** Reads XML that streams in, any namespace; malformed XML ends in an `ImportRefusal` with line and column. */
export class XmlEvents {
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #path: string[] = [];
  readonly #texts: string[] = [];
  readonly #bounds: ImportBounds;
  #sinceTag = 0;
  /** Characters of the texts of all elements that are open. */
  #openLength = 0;

  constructor(handler: XmlHandler, bounds: ImportBounds) {
    this.#bounds = bounds;
    this.#parser.on("opentag", (tag) => {
      const attributes = new Map<string, string>();
      for (const [name, value] of Object.entries(tag.attributes)) attributes.set(localName(name), value);
      if (this.#path.push(localName(tag.name)) > MAX_DEPTH)
        this.#refuse(`elements are nested deeper than ${MAX_DEPTH}.`);
      this.#texts.push("");
      this.#sinceTag = 0;
      handler.onOpen(this.#path, attributes, this.#parser.line);
    });
    this.#parser.on("text", (text) => this.#addText(text));
    this.#parser.on("cdata", (text) => this.#addText(text));
    this.#parser.on("closetag", () => {
      const text = this.#texts.pop() ?? "";
      this.#openLength -= text.length;
      handler.onClose(this.#path, text, this.#parser.line);
      this.#path.pop();
      this.#sinceTag = 0;
    });
    this.#parser.on("error", (err) => this.#refuse(err.message.replace(/^\d+:\d+: /, "")));
  }

  get line(): number {
    return this.#parser.line;
  }

  push(text: string): void {
    this.#sinceTag += text.length;
    this.#parser.write(text);
    if (this.#sinceTag > this.#bounds.limits.maxLineBytes) this.#refuse(`${this.#bounds.noTagEnds}.`);
  }

  end(): void {
    this.#parser.close();
  }

  #addText(text: string): void {
    const last = this.#texts.length - 1;
    if (last < 0) return;
    this.#texts[last] += text;
    this.#openLength += text.length;
    if (this.#openLength > this.#bounds.limits.maxLineBytes) this.#refuse(`${this.#bounds.noTagEnds}.`);
  }

  #refuse(fault: string): never {
    const { line, column } = this.#parser;
    throw new ImportRefusal(
      "MalformedXml",
      `The XML is malformed at line ${line}, column ${column}: ${fault} Export the log again.`,
      { line, element: this.#path.at(-1) ?? "document" },
    );
  }
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);
