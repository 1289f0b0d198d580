import { incompleteRows, type EventTable } from "./event-table.ts";
import { HashTable } from "./hash-table.ts";
import { wordPairColumn, wordPairList } from "./vector-data.ts";

const MAX_SALTS = 8;
/** Cases that are handed over at a time: as many as DuckDB gives to one thread, so that they keep their order. */
const CASES_TOGETHER = 122_880;
/** Stands in hardly any identifier. */
const SEPARATOR = 31;
/** Bytes. */
const LONGEST_JOINED_ID = 256;

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

/** Read the distinct cases. @throws DomainError (`unprocessable`) for a row without a case */
export async function readCaseDictionary(table: EventTable): Promise<CaseDictionary> {
  await table.execute(`CREATE TEMP TABLE cases AS ${groups(table)} ORDER BY first_row`);
  const [caseCount = 0, named = 0] = await table.numbers("SELECT count(*), count(case_id) FROM cases");
  if (named < caseCount) throw incompleteRows();
  const ids: string[] = [];
  const rowCounts = new Int32Array(caseCount);
  let isGrouped = true;
  let rowsBefore = 0;
  for (let from = 0; from < caseCount; from += CASES_TOGETHER) {
    const part = await readCases(table, from);
    for (let at = 0; at < part.ids.length; at++) {
      const rowCount = part.places[2 * at] ?? 0;
      isGrouped &&= part.places[2 * at + 1] === rowsBefore;
      rowsBefore += rowCount;
      rowCounts[ids.length] = rowCount;
      ids.push(part.ids[at] ?? "");
    }
  }
  return { ids, rowCounts, isGrouped };
}

/** Cases in the order of their first rows. */
interface CasePart {
  readonly ids: readonly string[];
  /** Rows of each case, and the first of them, behind one another. */
  readonly places: Int32Array;
}

async function readCases(table: EventTable, from: number): Promise<CasePart> {
  const cases = `FROM cases WHERE rowid >= ${from} AND rowid < ${from + CASES_TOGETHER}`;
  // Many texts are handed over slowly, and one long text fast.
  const isJoined = `strlen(case_id) <= ${LONGEST_JOINED_ID} AND NOT contains(case_id, chr(${SEPARATOR}))`;
  const joined = `string_agg(CASE WHEN ${isJoined} THEN case_id END, chr(${SEPARATOR}))`;
  const columns = `${joined}, bool_and(${isJoined}), list(first_row * 4294967296 + row_count)`;
  for await (const chunk of table.chunks(`SELECT ${columns} ${cases}`)) {
    const places = wordPairList(chunk, 2).slice();
    if (chunk.getColumnValues(1)[0] !== true) return { places, ids: await table.texts(`SELECT case_id ${cases}`) };
    return { places, ids: String(chunk.getColumnValues(0)[0]).split(String.fromCharCode(SEPARATOR)) };
  }
  throw new Error("an aggregate without a row");
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
