import type { RecordField } from "../records/record-stage.ts";

/** An object of an object-centric log, with the latest values of its attributes. */
export interface OcelObject {
  readonly id: string;
  readonly type: string;
  readonly attributes: Iterable<RecordField>;
}

export interface OcelEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly attributes: Iterable<RecordField>;
  readonly objectIds: readonly string[];
  /** Line in a text file, or row in a table. */
  readonly place: number;
}

export interface OcelHandler {
  onObject?(object: OcelObject): void;
  onEvent?(event: OcelEvent): void;
  /** Called often; passes on what was written so far. */
  flush(): Promise<void>;
}

/** A file in one of the three exchange formats of OCEL 2.0 (ocel-standard.org, specification of 2023). */
export interface OcelSource {
  readonly format: "ocel2.json" | "ocel2.json.gz" | "ocel2.xml" | "ocel2.xml.gz" | "ocel2.sqlite";
  readonly placeName: "line" | "row";
  /** Reads the whole file; objects and events come in the order of the file. */
  read(handler: OcelHandler): Promise<void>;
}

/** Keeps the latest value of each attribute. A value without a time counts as the earliest. */
export function latestValues(
  values: Iterable<{ readonly name: string; readonly value: string; readonly time: string }>,
): RecordField[] {
  const latest = new Map<string, { readonly value: string; readonly time: string }>();
  for (const { name, value, time } of values) {
    const known = latest.get(name);
    if (known === undefined || time >= known.time) latest.set(name, { value, time });
  }
  return [...latest].map(([name, { value }]) => [name, value]);
}
