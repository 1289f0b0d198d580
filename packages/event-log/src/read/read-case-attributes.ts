import { roleColumnNames } from "../terms/event-table-columns.ts";
import { sqlName } from "../text/sql-text.ts";
import { withEventTable, type EventTableOptions } from "./event-table.ts";

/** An attribute of cases, with a value for each case of the log. */
export type CaseAttribute = {
  readonly name: string;
  /** Whether some case has another value later, so that its value is that of its beginning only. */
  readonly changes?: boolean;
} & (
  | { readonly kind: "text"; readonly values: readonly string[]; readonly codes: Int32Array }
  | { readonly kind: "number"; readonly numbers: Float64Array }
);

/** Attributes that are read, in the table's order. */
const MOST_ATTRIBUTES = 60;
/** A text of more values than this names things rather than groups them. */
const MOST_VALUES = 2_000;
/** Numbers of fewer values are labels. */
const FEWEST_NUMBERS = 12;

/**
 * The attributes of the cases `caseIds`: the columns of an event table that are none of the log's own, each with the
 * value of the case's first event, for what is known later may be the outcome; code −1, or NaN, where that names none. A
 * column of numbers only is a number, others are texts; columns that name things, and such that are always the same or
 * empty, are left out.
 */
export async function readCaseAttributes(
  options: EventTableOptions,
  caseIds: readonly string[],
): Promise<CaseAttribute[]> {
  const own = new Set<string>(Object.values(roleColumnNames));
  return withEventTable(options, async (table) => {
    const names = [...table.columns]
      .filter((name) => !own.has(name) && name !== "file_row_number")
      .slice(0, MOST_ATTRIBUTES);
    if (names.length === 0) return [];
    const gathered = names.map((name) => new Gathered(name, caseIds.length));
    const caseOf = new Map(caseIds.map((id, at) => [id, at]));
    const firsts = names.map((name) => `arg_min_null(${sqlName(name)}::VARCHAR, row(timestamp, file_row_number))`);
    const written = names.map((name) => `nullif(trim(${sqlName(name)}::VARCHAR), '')`);
    const changes = written.map((text) => `coalesce(min(${text}) <> max(${text}), false)`);
    for await (const chunk of table.chunks(
      `SELECT case_id, ${[...firsts, ...changes].join(", ")} FROM ${table.relation} GROUP BY case_id`,
    )) {
      const ids = chunk.getColumnValues(0);
      for (const [at, attribute] of gathered.entries()) {
        const texts = chunk.getColumnValues(at + 1);
        if (chunk.getColumnValues(at + 1 + names.length).includes(true)) attribute.changes = true;
        for (let row = 0; row < ids.length; row++) {
          const owner = caseOf.get(String(ids[row]));
          const text = texts[row];
          if (owner !== undefined && typeof text === "string") attribute.take(owner, text);
        }
      }
    }
    return gathered.flatMap((attribute) => attribute.toAttribute() ?? []);
  });
}

/** Values of one column as they come, as texts and as numbers until it shows what it is. */
class Gathered {
  changes = false;
  readonly #name: string;
  readonly #codes: Int32Array;
  readonly #numbers: Float64Array;
  readonly #codeOf = new Map<string, number>();
  #areNumbers = true;

  constructor(name: string, cases: number) {
    this.#name = name;
    this.#codes = new Int32Array(cases).fill(-1);
    this.#numbers = new Float64Array(cases).fill(Number.NaN);
  }

  take(owner: number, text: string): void {
    if (text.trim() === "") return;
    const number = Number(text);
    if (Number.isFinite(number)) this.#numbers[owner] = number;
    else this.#areNumbers = false;
    let code = this.#codeOf.get(text);
    if (code === undefined && this.#codeOf.size <= MOST_VALUES) {
      code = this.#codeOf.size;
      this.#codeOf.set(text, code);
    }
    this.#codes[owner] = code ?? -1;
  }

  toAttribute(): CaseAttribute | null {
    const distinct = this.#codeOf.size;
    const known = { name: this.#name, changes: this.changes };
    if (distinct < 2) return null;
    if (this.#areNumbers && distinct >= FEWEST_NUMBERS) return { ...known, kind: "number", numbers: this.#numbers };
    if (distinct > MOST_VALUES) return null;
    return { ...known, kind: "text", values: [...this.#codeOf.keys()], codes: this.#codes };
  }
}
