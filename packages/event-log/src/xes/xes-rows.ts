import type { ErrorTally } from "../terms/error-tally.ts";
import type { Excess, ImportBounds } from "../terms/import-bounds.ts";
import type { RecordColumns } from "../records/record-columns.ts";
import { BYTES_PER_UNIT } from "../plain/text-bytes.ts";
import type { PlainXes } from "./plain-xes.ts";
import { CASE_NAME, EVENT_NAME, XesColumns } from "./xes-columns.ts";
import type { XesHandler } from "./xes-reader.ts";
import type { XesType } from "./xes-type.ts";

const WORD = 2 ** 32;
const REPLACEMENT = "\uFFFD";

/** Attributes that a trace named only after some of its events were written, by column. */
export interface LateAttributes {
  readonly trace: number;
  readonly values: ReadonlyMap<number, string>;
}

/**
 * Makes a record of each event; its place is made of the number of its trace (0 = none) and its number in it. A trace's
 * attributes are added to its events at its end, since they may stand behind them. `late` has the attributes of events that had
 * to be written to a file before.
 */
export class XesRows implements XesHandler {
  readonly columns: XesColumns;
  readonly late: LateAttributes[] = [];
  /** Keys that name the activity where `concept:name` is missing. */
  activityKeys: () => readonly string[] = () => [];
  readonly #tally: ErrorTally;
  readonly #bounds: ImportBounds;
  readonly #records: RecordColumns;
  #trace = 0;
  #isInTrace = false;
  #event = 0;
  #looseEvents = 0;
  #fields: string[] = [];
  /** The last records, this many, are of the open trace and lack its attributes. */
  #open = 0;
  /** Numbers of those of them that hold U+FFFD. */
  #replaced = new Set<number>();
  #traceValues = new Map<number, string>();
  /** Characters of the attributes of the trace that it has had so far. */
  #traceLength = 0;
  /** Number of the last plain event that had a column. */
  readonly #lastEvents: number[] = [];
  #plainEvents = 0;
  #lateValues: Map<number, string> | null = null;

  constructor(tally: ErrorTally, bounds: ImportBounds, records: RecordColumns) {
    this.columns = new XesColumns((count, name) =>
      bounds.checkColumns(count, { element: describeElement(this.#trace, this.#event + 1) }, name),
    );
    this.#tally = tally;
    this.#bounds = bounds;
    this.#records = records;
  }

  onTraceStart(): void {
    this.#trace++;
    this.#isInTrace = true;
    this.#event = 0;
    this.#traceValues = new Map();
    this.#traceLength = 0;
    this.#lateValues = null;
  }

  onTraceAttribute(key: string, type: XesType, value: string): void {
    const index = this.columns.ofTrace(key, type);
    const text = textOf(type, value);
    if (this.#traceValues.has(index)) this.#reportRepeated(`trace ${this.#trace}`, index, text);
    this.#traceValues.set(index, text);
    this.#traceLength += text.length;
    this.#lateValues?.set(index, text);
  }

  onEventAttribute(key: string, type: XesType, value: string): void {
    const index = this.columns.ofEvent(key, type);
    const text = textOf(type, value);
    if (this.#fields[index] !== undefined) {
      const element = describeElement(this.#isInTrace ? this.#trace : 0, this.#event + 1);
      this.#reportRepeated(element, index, text);
    }
    this.#fields[index] = text;
  }

  onEventEnd(inTrace: boolean): void {
    const fields = this.#fields;
    this.#fields = [];
    if (fields[EVENT_NAME] === undefined) this.#nameByClassifier(fields);
    const trace = inTrace ? this.#trace : 0;
    const event = inTrace ? ++this.#event : ++this.#looseEvents;
    const excess = this.#bounds.excess(inTrace ? this.#withTraceValues(fields) : fields);
    if (excess !== null) return this.#reportExcess(excess, trace, event);
    for (const [index, value] of fields.entries()) if (value !== undefined) this.#records.setText(index, value);
    this.#records.endRow(event, trace);
    if (fields.some((value) => value.includes(REPLACEMENT))) {
      if (inTrace) this.#replaced.add(event);
      else this.#reportReplaced(trace, event);
    }
    if (inTrace) this.#open++;
  }

  onPlainEvent(event: PlainXes): void {
    if (!this.#mayTakeBytes(event)) {
      event.visit((key, type, value) => this.onEventAttribute(key, type, value));
      return this.onEventEnd(true);
    }
    const { view } = event.source;
    for (let at = 0; at < event.count; at++)
      this.#records.set(event.found[at]?.column ?? 0, view, event.froms[at] ?? 0, event.tos[at] ?? 0);
    this.#records.endRow(++this.#event, this.#trace);
    this.#open++;
  }

  /** Whether an event needs no look at its texts: it has a name, no key twice, and no more bytes than any limit allows. */
  #mayTakeBytes(event: PlainXes): boolean {
    const { maxCellBytes, maxLineBytes } = this.#bounds.limits;
    const number = this.#plainEvents++;
    let bytes = BYTES_PER_UNIT * this.#traceLength;
    let hasName = this.activityKeys().length === 0;
    for (let at = 0; at < event.count; at++) {
      const kind = event.found[at];
      if (kind === undefined) return false;
      if (kind.column < 0) kind.column = this.columns.ofEvent(kind.key, kind.type);
      if (this.#lastEvents[kind.column] === number) return false;
      this.#lastEvents[kind.column] = number;
      // A flag may be written as a figure.
      if (kind.type === "boolean" && this.#lengthOf(event, at) === 1) return false;
      hasName ||= kind.column === EVENT_NAME;
      bytes += this.#lengthOf(event, at);
    }
    return hasName && bytes <= Math.min(maxCellBytes, maxLineBytes);
  }

  onTraceEnd(): void {
    if (!this.#isNamed() && this.#event > 0) {
      this.#tally.add("Missing Case", { element: `trace ${this.#trace}`, column: "concept:name" }, true);
    }
    this.#complete();
    this.#isInTrace = false;
    if (this.#lateValues !== null && this.#lateValues.size > 0) {
      this.late.push({ trace: this.#trace, values: this.#lateValues });
    }
  }

  /** Hands records that don't fit into memory to the file system. */
  async flush(): Promise<void> {
    if (!this.#records.isFull) return;
    this.#complete();
    if (this.#isInTrace) this.#lateValues ??= new Map();
    await this.#records.toFile();
  }

  #isNamed(): boolean {
    return (this.#traceValues.get(CASE_NAME) ?? "").trim() !== "";
  }

  /** Gives the open records the attributes of their trace. */
  #complete(): void {
    const records = this.#records;
    const first = records.rowsHeld - this.#open;
    const isReplaced = [...this.#traceValues.values()].some((value) => value.includes(REPLACEMENT));
    const excess = this.#bounds.excess([...this.#traceValues.values()]);
    if (excess !== null) {
      const index = excess.index === undefined ? undefined : [...this.#traceValues.keys()][excess.index];
      const indexed = { ...excess, ...(index === undefined ? {} : { index }) };
      for (let row = first; row < records.rowsHeld; row++)
        this.#reportExcess(indexed, this.#trace, records.placeOf(row) % WORD);
      records.dropLast(this.#open);
      this.#open = 0;
    }
    for (let row = first; row < records.rowsHeld; row++) {
      const event = records.placeOf(row) % WORD;
      if (isReplaced || this.#replaced.has(event)) this.#reportReplaced(this.#trace, event);
    }
    for (const [index, value] of this.#traceValues) records.fill(index, value, this.#open);
    if (!this.#isNamed()) records.fill(CASE_NAME, `trace ${this.#trace}`, this.#open);
    this.#open = 0;
    this.#replaced.clear();
  }

  #withTraceValues(fields: readonly string[]): readonly string[] {
    if (this.#traceValues.size === 0) return fields;
    const all = [...fields];
    for (const [index, value] of this.#traceValues) all[index] = value;
    return all;
  }

  #nameByClassifier(fields: string[]): void {
    const keys = this.activityKeys();
    if (keys.length === 0 || keys.includes("concept:name")) return;
    const values = keys.map((key) => fields[this.columns.indexOfEvent(key) ?? -1] ?? "");
    if (values.some((value) => value !== "")) fields[EVENT_NAME] = values.join("+");
  }

  #reportExcess(excess: Excess, trace: number, event: number): void {
    this.#tally.addExcess(excess, { element: describeElement(trace, event) }, this.columns.names());
  }

  #lengthOf({ froms, tos }: PlainXes, at: number): number {
    return (tos[at] ?? 0) - (froms[at] ?? 0);
  }

  /** An element has two values of one key, of which the last is kept. */
  #reportRepeated(element: string, index: number, value: string): void {
    this.#tally.add("Malformed Record", { element, column: this.columns.names()[index] ?? "", value }, true);
  }

  #reportReplaced(trace: number, event: number): void {
    this.#tally.add("Invalid Encoding", { element: describeElement(trace, event) }, true);
  }
}

/** The text of a value; flags are words, though the type allows figures too (XML Schema, part 2, 3.2.2). */
function textOf(type: XesType, value: string): string {
  return type !== "boolean" || value.length !== 1 ? value : value === "1" ? "true" : value === "0" ? "false" : value;
}

/** Where an event is in the file; trace 0 = outside of all traces. */
export const describeElement = (trace: number, event: number): string =>
  trace === 0 ? `event ${event} outside of all traces` : `trace ${trace}, event ${event}`;

/** The same, by the place of its record. */
export const describePlace = (place: number): string => describeElement(Math.floor(place / WORD), place % WORD);
