import type { StagedColumn } from "../staging/staged-log.ts";
import type { XesType } from "./xes-type.ts";

const DECLARED_TYPES = {
  string: "VARCHAR",
  id: "VARCHAR",
  date: "TIMESTAMP",
  int: "BIGINT",
  float: "DOUBLE",
  boolean: "BOOLEAN",
} as const satisfies Record<XesType, StagedColumn["declaredType"]>;

/** Place of `case:concept:name`, `concept:name` and `time:timestamp`, which every log has, filled or not. */
export const CASE_NAME = 0;
export const EVENT_NAME = 1;
export const EVENT_TIME = 2;

interface XesColumn {
  readonly name: string;
  readonly types: Set<XesType>;
}

/** The columns of a log in the order in which it first names them; attributes of traces are called `case:<key>`. */
export class XesColumns {
  readonly #ofTraces = new Map<string, number>();
  readonly #ofEvents = new Map<string, number>();
  readonly #columns: XesColumn[] = [];

  readonly #check: (count: number, name: string) => void;

  /** @param check called with the number of columns and the name of the last whenever one is added; throws for what isn't accepted */
  constructor(check: (count: number, name: string) => void) {
    this.#check = check;
    this.ofTrace("concept:name", "string");
    this.ofEvent("concept:name", "string");
    this.ofEvent("time:timestamp", "date");
  }

  get count(): number {
    return this.#columns.length;
  }

  ofTrace(key: string, type: XesType): number {
    return this.#find(this.#ofTraces, key, type, "case:");
  }

  ofEvent(key: string, type: XesType): number {
    return this.#find(this.#ofEvents, key, type, "");
  }

  indexOfEvent(key: string): number | undefined {
    return this.#ofEvents.get(key);
  }

  names(): string[] {
    return this.#columns.map(({ name }) => name);
  }

  staged(): StagedColumn[] {
    return this.#columns.map(({ name, types }, index) => {
      const [declaredType = "VARCHAR", ...others] = new Set([...types].map((type) => DECLARED_TYPES[type]));
      return { name, sql: `c${index}`, type: "VARCHAR", declaredType: others.length === 0 ? declaredType : "VARCHAR" };
    });
  }

  #find(indexes: Map<string, number>, key: string, type: XesType, prefix: string): number {
    const known = indexes.get(key);
    if (known !== undefined) {
      this.#columns[known]?.types.add(type);
      return known;
    }
    const index = this.#columns.length;
    this.#check(index + 1, key);
    this.#columns.push({ name: `${prefix}${key}`, types: new Set([type]) });
    indexes.set(key, index);
    return index;
  }
}
