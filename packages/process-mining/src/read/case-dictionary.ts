import type { EventTable } from "./event-table.ts";
import { HashTable } from "./hash-table.ts";
import { wordPairColumn } from "./vector-data.ts";

const MAX_SALTS = 8;
const FIRST_CAPACITY = 4096;

/** The cases of a table, numbered in the order of their first rows. */
export interface CaseDictionary {
  readonly ids: readonly string[];
  /** Rows of each case. */
  readonly rowCounts: Int32Array;
  /** Whether the rows of every case of the table stand next to each other. */
  readonly isGrouped: boolean;
}

/** The number of a case by the hash of its identifier. */
export interface CaseIndex {
  /** SQL for the hash of a row's case. */
  readonly hashSql: string;
  readonly numbers: HashTable;
}

/** SQL for a 64-bit hash of `case_id`; another salt gives another hash. */
export function caseHash(salt: number): string {
  return salt === 0 ? "hash(case_id)" : `hash(case_id, ${salt})`;
}

/** Read the distinct cases. */
export async function readCaseDictionary(table: EventTable): Promise<CaseDictionary> {
  const ids: string[] = [];
  const rowCounts = new Int32List();
  let isGrouped = true;
  let rowsBefore = 0;
  // Row in the high word, count in the low one: each column handed over costs, however narrow.
  const place = `first_row * 4294967296 + row_count`;
  for await (const chunk of table.chunks(`SELECT case_id, ${place} FROM (${groups(table)}) ORDER BY first_row`)) {
    const caseIds = chunk.getColumnValues(0);
    const places = wordPairColumn(chunk, 1);
    for (let at = 0; at < caseIds.length; at++) {
      const rowCount = places[2 * at] ?? 0;
      isGrouped &&= places[2 * at + 1] === rowsBefore;
      rowsBefore += rowCount;
      ids.push(String(caseIds[at]));
      rowCounts.push(rowCount);
    }
  }
  return { ids, rowCounts: rowCounts.toArray(), isGrouped };
}

/**
 * Index the cases by hash, for a table that isn't grouped. The hash stands for the identifier,
 * since handing over a text for each event, or joining numbers to it, costs far more. That no two cases share a hash is
 * checked here over the whole table; where they do, another salt is taken.
 */
export async function indexCases(table: EventTable, hashOf: (salt: number) => string = caseHash): Promise<CaseIndex> {
  for (let salt = 0; salt < MAX_SALTS; salt++) {
    const index = await indexByHash(table, hashOf(salt));
    if (index !== null) return index;
  }
  throw new Error(`${MAX_SALTS} hashes of the case identifiers collided`);
}

/** Null when two cases share a hash. */
async function indexByHash(table: EventTable, hashSql: string): Promise<CaseIndex | null> {
  const numbers = new HashTable();
  let number = 0;
  const chunks = table.chunks(`SELECT ${hashSql} FROM (${groups(table)}) ORDER BY first_row`);
  for await (const chunk of chunks) {
    const words = wordPairColumn(chunk, 0);
    for (let at = 0; at < words.length; at += 2) {
      if (!numbers.add(words[at] ?? 0, words[at + 1] ?? 0, number++)) return null;
    }
  }
  return { hashSql, numbers };
}

function groups(table: EventTable): string {
  return `SELECT case_id, min(file_row_number) AS first_row, count(*) AS row_count
    FROM ${table.relation} GROUP BY case_id`;
}

/** A list of 32-bit numbers that grows. */
class Int32List {
  #items = new Int32Array(FIRST_CAPACITY);
  #size = 0;

  push(item: number): void {
    if (this.#size === this.#items.length) {
      const larger = new Int32Array(2 * this.#size);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.#size++] = item;
  }

  toArray(): Int32Array {
    return this.#items.slice(0, this.#size);
  }
}
