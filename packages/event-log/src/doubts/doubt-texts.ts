import { cellText } from "../text/cell-text.ts";
import { datedTextSql, mayHoldDates } from "./doubt-dated-texts.ts";
import type { DoubtKind } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { beforeEscaping, mayBeEscapedSql } from "../text/escaped-text.ts";
import { maxExamples } from "../terms/error-tally.ts";
import type { ColumnRole, ImportedColumn } from "../terms/import-result.ts";
import { beforeDoubleEncoding } from "../text/lost-characters.ts";
import { withAlike } from "../text/look-alike.ts";
import { isMissingWordSql } from "../text/missing-words.ts";
import { textOf } from "../plain/code-texts.ts";
import { mayBeDoubted, type KnownTexts } from "../plain/known-texts.ts";
import type { FoundDoubt } from "../table/row-lists.ts";
import { sqlText } from "../text/sql-text.ts";

const SCIENTIFIC = String.raw`[-+]?\d([.,]\d+)?[eE]\+\d{2,}|[-+]?\d[.,]\d+[eE]-?\d{2,}`;

/** More are counted by the database faster. */
const MOST_TEXTS_COUNTED = 10_000;

/** Most texts that are checked for a double encoding. */
const MOST_TEXTS_LOOKED_AT = 1000;
const REPLACEMENT = "\uFFFD";

export const TEXT_DOUBTS = [
  "ScientificIds",
  "DatedTexts",
  "FoldedText",
  "MissingWords",
  "ReplacedCharacters",
  "DoubleEncoding",
] as const satisfies readonly DoubtKind[];

/**
 * Texts of the columns with a role that hardly mean what they say: ids that a spreadsheet rounded, twins, words for nothing, and
 * letters that an encoding cost. */
export async function doubtTexts(
  session: DuckDbSession,
  tablePath: string,
  columns: readonly Omit<ImportedColumn, "nulls">[],
  known: ReadonlyMap<ColumnRole, KnownTexts> = new Map(),
): Promise<FoundDoubt[]> {
  const table = `read_parquet(${sqlText(tablePath)})`;
  const doubts: FoundDoubt[] = [];
  for (const { name, role, sourceName = name } of columns) {
    if (role !== "caseId" && role !== "activity" && role !== "resource") continue;
    const texts = `texts_${role}`;
    const counted = known.get(role);
    const isFew = role !== "caseId" && counted !== undefined && counted.texts.count <= MOST_TEXTS_COUNTED;
    if (counted !== undefined && !isFew && !mayBeDoubted(counted.texts) && !mayHoldDates(counted.texts)) continue;
    const source =
      counted === undefined || counted.texts.count > MOST_TEXTS_COUNTED
        ? `SELECT ${name} AS text, count(*) AS rows FROM ${table} WHERE ${name} IS NOT NULL GROUP BY 1`
        : `SELECT * FROM (VALUES ${valuesOf(counted)}) AS counted(text, rows)`;
    await session.query(`CREATE OR REPLACE TEMP TABLE ${texts} AS ${source}`);
    const addDoubt = async (
      kind: DoubtKind,
      condition: string,
      points: number,
      say: (values: string) => string,
    ): Promise<void> => {
      const found = await session.query(
        `SELECT text, rows, sum(rows) OVER () FROM ${texts} WHERE ${condition} ORDER BY rows DESC, text LIMIT ${maxExamples}`,
      );
      if (found.length === 0) return;
      const values = found.map(([value]) => cellText(value));
      const examples = values.map((value) => ({ column: sourceName, value }));
      doubts.push({
        kind,
        column: sourceName,
        detail: say(
          values
            .slice(0, 3)
            .map((value) => JSON.stringify(value))
            .join(", "),
        ),
        count: Number(found[0]?.[2] ?? 0),
        examples,
        points,
        rows: {
          role,
          holds: (value) => `${value} IN (SELECT text FROM ${texts} WHERE ${condition})`,
        },
      });
    };
    if (role === "caseId") {
      await addDoubt(
        "ScientificIds",
        `(contains(text, 'E') OR contains(text, 'e')) AND regexp_full_match(text, ${sqlText(SCIENTIFIC)})`,
        20,
        (values) =>
          `Ids such as ${values} were rounded by a spreadsheet, so that different cases may have become one. Export the column as text.`,
      );
      if (await areRounded(session, texts))
        await addDoubt(
          "ScientificIds",
          LONG_NUMBER,
          20,
          (values) =>
            `Ids such as ${values} have more figures than spreadsheets and scripts keep, and all end in 0: they seem to be rounded, so that different cases may have become one. Export the column as text.`,
        );
    }
    const dated = role === "resource" ? null : await datedTextSql(session, texts);
    if (dated !== null) {
      await addDoubt(
        "DatedTexts",
        dated,
        5,
        (values) =>
          `Values such as ${values} are dates among others that are none, as a spreadsheet makes them of names and ids such as "MAR4" or "3-4", so that different ones may have become one. Correct the source, and export the column as text.`,
      );
    }
    const kind = ({ caseId: "id", activity: "name", resource: "person" } as const)[role];
    const { mayBeThere, isAscii } = await lookForTwins(session, texts);
    const alike = withAlike(kind, { relation: texts, column: "text", isAscii });
    if (mayBeThere)
      await addDoubt(
        "FoldedText",
        `text IN (SELECT unnest(list(text)) FROM ${alike} GROUP BY alike HAVING count(*) > 1)`,
        // Of activities, the quality counts each event.
        role === "activity" ? 0 : 5,
        (values) =>
          `Values such as ${values} differ only in case, blanks, dashes, quotes, leading zeros, signs around them, invisible characters or the way letters and accents are written, and count as different ones. Correct the source if they are one; the cleaning rules trim_whitespace, normalise_case (of activities), map_activities and map_resources make one of them.`,
      );
    await addDoubt(
      "MissingWords",
      // Ids that count in letters come to NA too.
      `${isMissingWordSql("text")} AND NOT (text = 'NA' AND ${role === "caseId"} AND (SELECT count(*) = 2 FROM ${texts} WHERE text IN ('MZ', 'NB')))`,
      3,
      (values) =>
        `Values such as ${values} are words for no value, but count as one. ${role === "resource" ? "Clean the column, or leave it out of the mapping" : "Correct the source if they aren't names"}.`,
    );
    await addDoubt(
      "ReplacedCharacters",
      `contains(text, ${sqlText(REPLACEMENT)})`,
      10,
      (values) =>
        `Characters of values such as ${values} are lost: U+FFFD, the sign for what could not be read, stands in their place, so that different values may have become one. Export the source as UTF-8 again.`,
    );
    const double = await doubleEncoded(session, texts);
    if (double.length > 0)
      await addDoubt("DoubleEncoding", `text IN (${double.map(({ text }) => sqlText(text)).join(", ")})`, 5, () =>
        sayEncoded(double),
      );
  }
  return doubts;
}

/** A text that is encoded, and what it was before. */
interface EncodedText {
  readonly text: string;
  readonly before: string;
}

function sayEncoded(found: readonly EncodedText[]): string {
  const shown = found.slice(0, 3).map(({ text, before }) => `${JSON.stringify(text)} for ${JSON.stringify(before)}`);
  return found.some(({ text }) => beforeDoubleEncoding(text) !== null)
    ? `Values were encoded twice, for example ${shown.join(", ")}: a program read UTF-8 as another encoding. Export the source as UTF-8 again.`
    : `Values are written as web pages, addresses or programs write them, for example ${shown.join(", ")}, and count as other ones than those in plain text. Export the source as plain text.`;
}

/** The first texts that are encoded, once more than a text is or as programs do, with what they were before. */
async function doubleEncoded(session: DuckDbSession, texts: string): Promise<readonly EncodedText[]> {
  const found = await session.query(
    `SELECT text FROM ${texts} WHERE (strlen(text) <> length(text) AND regexp_matches(text, '[\u00C2-\u00F4]')) OR ${mayBeEscapedSql("text")} ORDER BY rows DESC, text LIMIT ${MOST_TEXTS_LOOKED_AT}`,
  );
  return found.flatMap(([value]) => {
    const text = cellText(value);
    const before = beforeDoubleEncoding(text) ?? beforeEscaping(text);
    return before === null ? [] : [{ text, before }];
  });
}

const valuesOf = ({ texts, counts }: KnownTexts): string =>
  Array.from(counts, (count, number) => `(${sqlText(textOf(texts, number))}, ${count}::BIGINT)`).join(", ");

/** Numbers of more figures than a spreadsheet keeps. */
const LONG_NUMBER = "(length(text) >= 16 AND regexp_full_match(text, '[1-9][0-9]{15,}'))";
/** An item behind the number of an order, in steps of ten: `4500012345` and `000010`. */
const ENDS_IN_ITEM = "00[1-9][0-9]?0$";
/** Fewer may end in 0 by chance. */
const LEAST_ROUNDED = 5;

/** Whether all long numbers end in zeros, as those do that a spreadsheet rounds to 15 figures, or a script to 17. */
async function areRounded(session: DuckDbSession, texts: string): Promise<boolean> {
  const [counts] = await session.query(
    `SELECT count(*) FILTER (suffix(text, CASE WHEN length(text) IN (16, 18) THEN '0' ELSE '00' END)),
       count(*) FILTER (regexp_matches(text, ${sqlText(ENDS_IN_ITEM)})), count(*) FROM ${texts} WHERE ${LONG_NUMBER}`,
  );
  const [rounded = 0, ofItems = 0, all = 0] = (counts ?? []).map(Number);
  return all >= LEAST_ROUNDED && rounded === all && 2 * ofItems < all;
}

/** Whether texts differ in what twins differ in, which is told much faster than which; few are simply compared. */
async function lookForTwins(
  session: DuckDbSession,
  texts: string,
): Promise<{ readonly mayBeThere: boolean; readonly isAscii: boolean }> {
  const isMarked = "regexp_matches(text, '^[#{(\\[]')";
  const [row] = await session.query(
    `SELECT bool_or(strlen(text) <> length(text)), count(*) <= ${MOST_TEXTS_COUNTED}, bool_or(contains(text, '  ') OR contains(text, '"')),
       bool_or(text <> lower(text)) AND bool_or(text <> upper(text)),
       bool_or(starts_with(text, '0') OR starts_with(text, '''') OR starts_with(text, '="') OR suffix(text, '.0') OR contains(text, ',')),
       bool_or(contains(text, '-')) AND bool_or(contains(text, ' ') OR contains(text, '_') OR (length(text) = 32 AND NOT contains(text, '-'))),
       bool_or(${isMarked}) AND bool_or(NOT ${isMarked}) FROM ${texts}`,
  );
  return { mayBeThere: (row ?? []).some((isSeen) => isSeen === true), isAscii: row?.[0] !== true };
}
