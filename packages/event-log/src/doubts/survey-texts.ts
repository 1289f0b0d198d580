import { IS_DATED } from "./doubt-dated-texts.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { mayBeEscapedSql } from "../text/escaped-text.ts";
import { roughlyAlikeSql, type AlikeKind } from "../text/look-alike.ts";
import { isMissingWordSql } from "../text/missing-words.ts";
import { sqlText } from "../text/sql-text.ts";

/** A table of the different texts of a role's column, by its columns `text` and `rows`. */
export interface TextsTable {
  readonly name: string;
  readonly kind: AlikeKind;
  readonly texts: number;
}

/** What the texts of a table may be doubted for. What isn't seen here isn't there. */
export interface TextSigns {
  readonly isAscii: boolean;
  readonly mayHaveTwins: boolean;
  readonly hasScientific: boolean;
  /** Whether all long numbers end in zeros, as those do that a spreadsheet rounds to 15 figures, or a script to 17. */
  readonly areRounded: boolean;
  readonly dated: number;
  readonly hasMissingWords: boolean;
  readonly hasReplaced: boolean;
  readonly mayBeEncoded: boolean;
}

/** More texts are searched for the signs of twins, which is faster than comparing them, and misses some. */
export const MOST_TEXTS_COMPARED = 10_000;

const SCIENTIFIC = String.raw`[-+]?\d([.,]\d+)?[eE]\+\d{2,}|[-+]?\d[.,]\d+[eE]-?\d{2,}`;
const REPLACEMENT = "\uFFFD";
const IS_MARKED = "regexp_matches(text, '^[#{(\\[]')";
/** An item behind the number of an order, in steps of ten: `4500012345` and `000010`. */
const ENDS_IN_ITEM = "00[1-9][0-9]?0$";
/** Fewer may end in 0 by chance. */
const LEAST_ROUNDED = 5;

/** SQL that is true for a `text` of the kind. */
export const TEXT_SIGNS = {
  scientific: `(contains(text, 'E') OR contains(text, 'e')) AND regexp_full_match(text, ${sqlText(SCIENTIFIC)})`,
  /** A number of more figures than a spreadsheet keeps. */
  longNumber: "(length(text) >= 16 AND regexp_full_match(text, '[1-9][0-9]{15,}'))",
  missingWord: isMissingWordSql("text"),
  replaced: `contains(text, ${sqlText(REPLACEMENT)})`,
  encoded: `((strlen(text) <> length(text) AND regexp_matches(text, '[\u00C2-\u00F4]')) OR ${mayBeEscapedSql("text")})`,
} as const;

const TWIN_SIGNS = `bool_or(contains(text, '  ') OR contains(text, '"')),
  bool_or(text <> lower(text)) AND bool_or(text <> upper(text)),
  bool_or(starts_with(text, '0') OR starts_with(text, '''') OR starts_with(text, '="') OR suffix(text, '.0') OR contains(text, ',')),
  bool_or(contains(text, '-')) AND bool_or(contains(text, ' ') OR contains(text, '_') OR (length(text) = 32 AND NOT contains(text, '-'))),
  bool_or(${IS_MARKED}) AND bool_or(NOT ${IS_MARKED})`;

const KEY = `CASE WHEN "is id" THEN ${roughlyAlikeSql("id", "text")} ELSE ${roughlyAlikeSql("name", "text")} END`;

/** Looks through the texts of all tables in one statement: preparing a statement takes longer than most columns take to be looked through. */
export async function surveyTexts(
  session: DuckDbSession,
  tables: readonly TextsTable[],
): Promise<ReadonlyMap<string, TextSigns>> {
  if (tables.length === 0) return new Map();
  const all = tables
    .map(({ name, kind }) => `SELECT ${sqlText(name)} AS name, ${kind === "id"} AS "is id", text FROM ${name}`)
    .join(" UNION ALL ");
  const long = (condition: string): string => `count(*) FILTER (${TEXT_SIGNS.longNumber} AND ${condition})`;
  const areCompared = tables.every(({ texts }) => texts <= MOST_TEXTS_COMPARED);
  const has = (condition: string): string => `coalesce(bool_or(${condition}), false)`;
  const rows = await session.query(
    `SELECT name, ${areCompared ? `count(DISTINCT ${KEY})` : "0"}, ${long("true")}, ${long("suffix(text, CASE WHEN length(text) IN (16, 18) THEN '0' ELSE '00' END)")},
       ${long(`regexp_matches(text, ${sqlText(ENDS_IN_ITEM)})`)}, count(*) FILTER (${IS_DATED}), ${has("strlen(text) <> length(text)")},
       ${has(TEXT_SIGNS.scientific)}, ${has(TEXT_SIGNS.missingWord)}, ${has(TEXT_SIGNS.replaced)}, ${has(TEXT_SIGNS.encoded)}
     FROM (${all}) GROUP BY name`,
  );
  const signs = new Map<string, TextSigns>();
  for (const [name, ...found] of rows) {
    const [keys = 0, ofLong = 0, rounded = 0, ofItems = 0, dated = 0] = found.slice(0, 5).map(Number);
    const [isOther, hasScientific, hasMissingWords, hasReplaced, mayBeEncoded] = found
      .slice(5)
      .map((is) => is === true);
    const table = tables.find((each) => each.name === name);
    if (table === undefined) continue;
    signs.set(table.name, {
      isAscii: isOther !== true,
      mayHaveTwins: isOther === true || (areCompared ? keys < table.texts : await mayHaveTwins(session, table)),
      hasScientific: hasScientific === true,
      areRounded: ofLong >= LEAST_ROUNDED && rounded === ofLong && 2 * ofItems < ofLong,
      dated,
      hasMissingWords: hasMissingWords === true,
      hasReplaced: hasReplaced === true,
      mayBeEncoded: mayBeEncoded === true,
    });
  }
  return signs;
}

/** Whether texts of ASCII may differ in what twins differ in only. */
async function mayHaveTwins(session: DuckDbSession, { name, kind, texts }: TextsTable): Promise<boolean> {
  const [row = []] = await session.query(
    texts <= MOST_TEXTS_COMPARED
      ? `SELECT count(DISTINCT ${roughlyAlikeSql(kind, "text")}) < ${texts} FROM ${name}`
      : `SELECT ${TWIN_SIGNS} FROM ${name}`,
  );
  return row.some((isSeen) => isSeen === true);
}
