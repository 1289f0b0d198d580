import type { ErrorTally } from "./error-tally.ts";
import type { ImportBounds } from "./import-bounds.ts";
import { CASE_NAME, EVENT_NAME, XesColumns } from "./xes-columns.ts";
import type { XesHandler, XesType } from "./xes-reader.ts";

/** Values, and their characters, held before the events of an open trace are written. */
const maxHeldCells = 500_000;
const maxHeldCharacters = 2 ** 24;

interface HeldEvent {
  readonly number: number;
  readonly fields: string[];
}

/** Attributes that a trace named only after some of its events were written, by column. */
export interface LateAttributes {
  readonly trace: number;
  readonly values: ReadonlyMap<number, string>;
}

/**
 * Makes a row of CSV text, without its line end, of each event: number of the trace (0 = none), number of the event in it, and the columns, the
 * attributes of the trace among them. A trace is held until its end, because its attributes may follow its events; of a
 * very long one the first rows are written before, and what they lack is told in `late`.
 */
export class XesRows implements XesHandler {
  readonly columns: XesColumns;
  readonly late: LateAttributes[] = [];
  /** Keys that name the activity where `concept:name` is missing. */
  activityKeys: () => readonly string[] = () => [];
  readonly #tally: ErrorTally;
  readonly #bounds: ImportBounds;
  readonly #writeRow: (row: string, width: number) => void;
  #trace = 0;
  #event = 0;
  #looseEvents = 0;
  #fields: string[] = [];
  #held: HeldEvent[] = [];
  #heldCells = 0;
  #heldCharacters = 0;
  #traceValues = new Map<number, string>();
  #lateValues: Map<number, string> | null = null;

  constructor(tally: ErrorTally, bounds: ImportBounds, writeRow: (row: string, width: number) => void) {
    this.columns = new XesColumns((count) =>
      bounds.checkColumns(count, { element: describeElement(this.#trace, this.#event + 1) }),
    );
    this.#tally = tally;
    this.#bounds = bounds;
    this.#writeRow = writeRow;
  }

  onTraceStart(): void {
    this.#trace++;
    this.#event = 0;
    this.#traceValues = new Map();
    this.#lateValues = null;
  }

  onTraceAttribute(key: string, type: XesType, value: string): void {
    const index = this.columns.ofTrace(key, type);
    this.#traceValues.set(index, escaped(value));
    this.#lateValues?.set(index, value);
  }

  onEventAttribute(key: string, type: XesType, value: string): void {
    this.#fields[this.columns.ofEvent(key, type)] = escaped(value);
    this.#heldCharacters += value.length;
  }

  onEventEnd(inTrace: boolean): void {
    const fields = this.#fields;
    this.#fields = [];
    if (fields[EVENT_NAME] === undefined) this.#nameByClassifier(fields);
    if (!inTrace) {
      this.#write(0, ++this.#looseEvents, fields);
      return;
    }
    this.#held.push({ number: ++this.#event, fields });
    this.#heldCells += this.columns.count;
    if (this.#heldCells > maxHeldCells || this.#heldCharacters > maxHeldCharacters) {
      this.#release();
      this.#lateValues ??= new Map();
    }
  }

  onTraceEnd(): void {
    const isNamed = (this.#traceValues.get(CASE_NAME) ?? "").trim() !== "";
    if (!isNamed && this.#event > 0) {
      this.#tally.add("Missing Case", { element: `trace ${this.#trace}`, column: "concept:name" }, true);
    }
    this.#release();
    if (this.#lateValues !== null && this.#lateValues.size > 0) {
      this.late.push({ trace: this.#trace, values: this.#lateValues });
    }
  }

  #release(): void {
    if (this.#held.length === 0) return;
    const isNamed = (this.#traceValues.get(CASE_NAME) ?? "").trim() !== "";
    const values = isNamed ? this.#traceValues : new Map(this.#traceValues).set(CASE_NAME, `trace ${this.#trace}`);
    for (const { number, fields } of this.#held) {
      for (const [index, value] of values) fields[index] = value;
      this.#write(this.#trace, number, fields);
    }
    this.#held = [];
    this.#heldCells = 0;
    this.#heldCharacters = 0;
  }

  #nameByClassifier(fields: string[]): void {
    const keys = this.activityKeys();
    if (keys.length === 0 || keys.includes("concept:name")) return;
    const values = keys.map((key) => fields[this.columns.indexOfEvent(key) ?? -1] ?? "");
    if (values.some((value) => value !== "")) fields[EVENT_NAME] = values.join("+");
  }

  #write(trace: number, event: number, fields: string[]): void {
    // Quotes are doubled already, which makes values longer than they are.
    const excess = this.#bounds.excess(fields) === null ? null : this.#bounds.excess(fields.map(unescaped));
    if (excess !== null) {
      this.#tally.addExcess(excess, { element: describeElement(trace, event) }, this.columns.names());
      return;
    }
    // Places without a value are joined as empty, which the reader of the rows takes for NULL.
    const row = `${trace},${event},"${fields.join('","')}"`;
    if (row.includes("\uFFFD")) this.#tally.add("Invalid Encoding", { element: describeElement(trace, event) }, true);
    this.#writeRow(row, fields.length);
  }
}

/** Where an event is in the file; trace 0 = outside of all traces. */
export const describeElement = (trace: number, event: number): string =>
  trace === 0 ? `event ${event} outside of all traces` : `trace ${trace}, event ${event}`;

const unescaped = (value: string): string => value.replaceAll('""', '"');

const escaped = (value: string): string => (value.includes('"') ? value.replaceAll('"', '""') : value);
