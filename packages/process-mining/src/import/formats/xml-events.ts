import { SaxesParser } from "saxes";
import { maxRecordLength } from "../csv-record-scanner.ts";
import { ImportRefusal } from "../import-refusal.ts";

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
  #sinceTag = 0;

  constructor(handler: XmlHandler) {
    this.#parser.on("opentag", (tag) => {
      const attributes = new Map<string, string>();
      for (const [name, value] of Object.entries(tag.attributes)) attributes.set(localName(name), value);
      this.#path.push(localName(tag.name));
      this.#texts.push("");
      this.#sinceTag = 0;
      handler.onOpen(this.#path, attributes, this.#parser.line);
    });
    this.#parser.on("text", (text) => this.#addText(text));
    this.#parser.on("cdata", (text) => this.#addText(text));
    this.#parser.on("closetag", () => {
      handler.onClose(this.#path, this.#texts.pop() ?? "", this.#parser.line);
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
    if (this.#sinceTag > 2 * maxRecordLength) this.#refuse(`no tag ends within ${2 * maxRecordLength} characters.`);
  }

  end(): void {
    this.#parser.close();
  }

  #addText(text: string): void {
    const last = this.#texts.length - 1;
    if (last >= 0) this.#texts[last] += text;
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
