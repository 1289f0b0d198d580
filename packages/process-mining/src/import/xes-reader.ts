import { SaxesParser, type SaxesTagPlain } from "saxes";
import { maxRecordLength } from "./csv-record-scanner.ts";
import { ImportRefusal } from "./import-refusal.ts";

/** Types of XES attributes (IEEE 1849-2016, 5.1) that hold one value. */
export type XesType = "string" | "date" | "int" | "float" | "boolean" | "id";

const VALUE_TYPES: ReadonlySet<string> = new Set<XesType>(["string", "date", "int", "float", "boolean", "id"]);

/** What the reader meets, in the order of the file; the attributes of a trace may stand before, between and after its events. */
export interface XesHandler {
  onTraceStart(): void;
  onTraceAttribute(key: string, type: XesType, value: string): void;
  onEventAttribute(key: string, type: XesType, value: string): void;
  /** An event has ended; `inTrace` is false for one that stands outside of all traces. */
  onEventEnd(inTrace: boolean): void;
  onTraceEnd(): void;
}

/**
 * Reads XES as it streams in. Nested attributes, lists and containers are passed over, and globals are declarations,
 * not defaults to fill in. Malformed XML ends in an `ImportRefusal` with line and column.
 */
export class XesReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #handler: XesHandler;
  readonly #path: string[] = [];
  #rootSeen = false;
  #lengthSinceTag = 0;
  /** Keys of the log's first event classifier, which names activities where `concept:name` doesn't. */
  classifierKeys: readonly string[] = [];

  constructor(handler: XesHandler) {
    this.#handler = handler;
    this.#parser.on("opentag", (tag) => this.#open(tag));
    this.#parser.on("closetag", () => this.#close());
    this.#parser.on("error", (err) => this.#refuse(err.message.replace(/^\d+:\d+: /, "")));
  }

  get line(): number {
    return this.#parser.line;
  }

  push(text: string): void {
    this.#lengthSinceTag += text.length;
    this.#parser.write(text);
    if (this.#lengthSinceTag > 2 * maxRecordLength) {
      this.#refuse(`no tag ends within ${2 * maxRecordLength} characters.`);
    }
  }

  end(): void {
    this.#parser.close();
  }

  #refuse(fault: string): never {
    const { line, column } = this.#parser;
    throw new ImportRefusal(
      "MalformedXml",
      `The XML is malformed at line ${line}, column ${column}: ${fault} Export the log again.`,
      { line, element: this.#path.at(-1) ?? "document" },
    );
  }

  #open(tag: SaxesTagPlain): void {
    const name = localName(tag.name);
    const parent = this.#path.at(-1);
    this.#path.push(name);
    this.#lengthSinceTag = 0;
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
    this.#lengthSinceTag = 0;
    const parent = this.#path.at(-1);
    if (name === "event" && (parent === "trace" || parent === "log")) this.#handler.onEventEnd(parent === "trace");
    else if (name === "trace" && parent === "log") this.#handler.onTraceEnd();
  }

  #checkRoot(name: string, tagName: string): void {
    this.#rootSeen = true;
    if (name === "log") return;
    throw new ImportRefusal(
      "NotAnEventLog",
      `The XML file is no event log: its root element is <${tagName}>, not <log>.`,
      { line: this.#parser.line, element: tagName },
    );
  }
}

const isValueType = (name: string): name is XesType => VALUE_TYPES.has(name);

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Keys of a classifier are separated by blanks; those with blanks stand in apostrophes. */
function splitKeys(keys: string): string[] {
  return [...keys.matchAll(/'([^']+)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
}
