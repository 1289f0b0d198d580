import type { EventTable } from "./event-table.ts";
import { HashTable } from "./hash-table.ts";
import { wordPairColumn } from "./vector-data.ts";

const MAX_SALTS = 8;
const LEFT_OUT = -2;

/** The distinct cases of a table, found again by the hash of their identifier. */
export interface CaseDictionary {
  /** SQL for the hash of a row's case. */
  readonly hashSql: string;
  /** Entry of each hash: a place in `ids`, or negative for a case that was left out. */
  readonly entries: HashTable;
  /** Case identifier of each entry. */
  readonly ids: readonly string[];
}

/** SQL for a 64-bit hash of `case_id`; another salt gives another hash. */
export function caseHash(salt: number): string {
  return salt === 0 ? "hash(case_id)" : `hash(case_id, ${salt})`;
}

/**
 * Read the distinct cases that meet a condition on their group of rows ("true" for all). The hash stands for the
 * identifier, since handing over a text for each event, or joining numbers to it, costs far more. That no two cases
 * share a hash is checked here over the whole table; where they do, another salt is taken.
 */
export async function readCaseDictionary(
  table: EventTable,
  condition: string,
  hashOf: (salt: number) => string = caseHash,
): Promise<CaseDictionary> {
  for (let salt = 0; salt < MAX_SALTS; salt++) {
    const dictionary = await readWithHash(table, condition, hashOf(salt));
    if (dictionary !== null) return dictionary;
  }
  throw new Error(`${MAX_SALTS} hashes of the case identifiers collided`);
}

/** Null when two cases share a hash. */
async function readWithHash(table: EventTable, condition: string, hashSql: string): Promise<CaseDictionary | null> {
  const entries = new HashTable();
  const ids: string[] = [];
  const chunks = table.chunks(
    `SELECT ${hashSql}, case_id, kept
     FROM (SELECT case_id, ${condition} AS kept FROM ${table.relation} GROUP BY case_id)`,
  );
  for await (const chunk of chunks) {
    const caseIds = chunk.getColumnValues(1);
    const kept = chunk.getColumnValues(2);
    const words = wordPairColumn(chunk, 0);
    for (let row = 0; row < caseIds.length; row++) {
      const isKept = kept[row] === true;
      if (!entries.add(words[2 * row] ?? 0, words[2 * row + 1] ?? 0, isKept ? ids.length : LEFT_OUT)) return null;
      if (isKept) ids.push(String(caseIds[row]));
    }
  }
  return { hashSql, entries, ids };
}
