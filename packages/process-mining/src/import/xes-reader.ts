import { SaxesParser, type SaxesTagPlain } from "saxes";
import { ImportRefusal } from "./import-refusal.ts";

/** Types of XES attributes (IEEE 1849-2016, 5.1) that hold one value. */
export type XesType = "string" | "date" | "int" | "float" | "boolean" | "id";

const VALUE_TYPES: ReadonlySet<string> = new Set<XesType>(["string", "date", "int", "float", "boolean", "id"]);

/** One event with the attributes of its own; `trace` and `event` count from 1. */
export interface XesEvent {
  /** 0 = the event stands outside of all traces. */
  readonly trace: number;
  readonly event: number;
  readonly attributes: ReadonlyMap<string, string>;
}

export interface XesHandler {
  /** A trace has ended; its attributes and its events, in the order of the file. */
  onTrace(attributes: ReadonlyMap<string, string>, events: readonly XesEvent[]): void;
  /** An attribute of a trace or an event was seen: what its column may hold. */
  onAttribute(key: string, type: XesType, ofTrace: boolean): void;
}

/**
 * Reads XES as it streams in: one trace is held at a time. Nested attributes, lists and containers are passed over, and
 * globals are declarations, not defaults to fill in. Malformed XML ends in an `ImportRefusal` with line and column.
 */
export class XesReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #handler: XesHandler;
  readonly #path: string[] = [];
  #traceAttributes = new Map<string, string>();
  #eventAttributes = new Map<string, string>();
  #events: XesEvent[] = [];
  #trace = 0;
  #eventOfTrace = 0;
  #looseEvents = 0;
  #rootSeen = false;
  /** Keys of the log's first event classifier, which names activities where `concept:name` doesn't. */
  classifierKeys: readonly string[] = [];
  eventCount = 0;

  constructor(handler: XesHandler) {
    this.#handler = handler;
    this.#parser.on("opentag", (tag) => this.#open(tag));
    this.#parser.on("closetag", (tag) => this.#close(localName(tag.name)));
    this.#parser.on("error", (err) => {
      throw new ImportRefusal(
        "MalformedXml",
        `The XML is malformed at line ${this.#parser.line}, column ${this.#parser.column}: ${err.message.replace(/^\d+:\d+: /, "")} Export the log again.`,
        {
          line: this.#parser.line,
          element: this.#path.at(-1) ?? "document",
        },
      );
    });
  }

  get line(): number {
    return this.#parser.line;
  }

  push(text: string): void {
    this.#parser.write(text);
  }

  end(): void {
    this.#parser.close();
  }

  #open(tag: SaxesTagPlain): void {
    const name = localName(tag.name);
    const parent = this.#path.at(-1);
    this.#path.push(name);
    if (!this.#rootSeen) {
      this.#rootSeen = true;
      if (name !== "log") {
        throw new ImportRefusal(
          "NotAnEventLog",
          `The XML file is no event log: its root element is <${tag.name}>, not <log>.`,
          { line: this.#parser.line, element: tag.name },
        );
      }
    }
    if (name === "trace") {
      this.#trace++;
      this.#eventOfTrace = 0;
      this.#traceAttributes = new Map();
      this.#events = [];
    } else if (name === "event") {
      this.#eventAttributes = new Map();
    } else if (name === "classifier" && parent === "log") {
      const scope = tag.attributes["scope"];
      if (this.classifierKeys.length === 0 && scope !== "trace")
        this.classifierKeys = splitKeys(tag.attributes["keys"] ?? "");
    } else if ((parent === "event" || parent === "trace") && VALUE_TYPES.has(name)) {
      const { key, value } = tag.attributes;
      if (key === undefined || value === undefined) return;
      const ofTrace = parent === "trace";
      (ofTrace ? this.#traceAttributes : this.#eventAttributes).set(key, value);
      this.#handler.onAttribute(key, name as XesType, ofTrace);
    }
  }

  #close(name: string): void {
    this.#path.pop();
    if (name === "event") {
      this.eventCount++;
      const isLoose = !this.#path.includes("trace");
      const event = {
        trace: isLoose ? 0 : this.#trace,
        event: isLoose ? ++this.#looseEvents : ++this.#eventOfTrace,
        attributes: this.#eventAttributes,
      };
      if (isLoose) this.#handler.onTrace(new Map(), [event]);
      else this.#events.push(event);
    } else if (name === "trace") {
      this.#handler.onTrace(this.#traceAttributes, this.#events);
      this.#events = [];
    }
  }
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Keys of a classifier are separated by blanks; those with blanks stand in apostrophes. */
function splitKeys(keys: string): string[] {
  return [...keys.matchAll(/'([^']+)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
}
