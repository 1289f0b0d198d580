import { cellText } from "../text/cell-text.ts";
import { datedTextSql, mayHoldDates } from "./doubt-dated-texts.ts";
import { MOST_TEXTS_COMPARED, surveyTexts, TEXT_SIGNS, type TextSigns, type TextsTable } from "./survey-texts.ts";
import type { DoubtKind } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { beforeEscaping } from "../text/escaped-text.ts";
import { maxExamples } from "../terms/error-tally.ts";
import type { ColumnRole, ImportedColumn } from "../terms/import-result.ts";
import { beforeDoubleEncoding } from "../text/lost-characters.ts";
import { withAlike } from "../text/look-alike.ts";
import { textOf } from "../plain/code-texts.ts";
import { mayBeDoubted, type KnownTexts } from "../plain/known-texts.ts";
import type { FoundDoubt } from "../table/row-lists.ts";
import { sqlText } from "../text/sql-text.ts";

/** Most texts that are checked for a double encoding. */
const MOST_TEXTS_LOOKED_AT = 1000;

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
): Promise<TextDoubts> {
  const doubts: FoundDoubt[] = [];
  const tables: (TextsTable & { readonly role: DoubtedRole; readonly source: string })[] = [];
  for (const { name, role, sourceName = name } of columns) {
    if (role !== "caseId" && role !== "activity" && role !== "resource") continue;
    const counted = known.get(role);
    const isFew = role !== "caseId" && counted !== undefined && counted.texts.count <= MOST_TEXTS_COMPARED;
    if (counted !== undefined && !isFew && !mayBeDoubted(counted.texts) && !mayHoldDates(counted.texts)) continue;
    const table = `texts_${role}`;
    const texts =
      counted === undefined || counted.texts.count > MOST_TEXTS_COMPARED
        ? `SELECT ${name} AS text, count(*) AS rows FROM read_parquet(${sqlText(tablePath)}) WHERE ${name} IS NOT NULL GROUP BY 1`
        : `SELECT * FROM (VALUES ${valuesOf(counted)}) AS counted(text, rows)`;
    const [[count] = []] = await session.query(`CREATE OR REPLACE TEMP TABLE ${table} AS ${texts}`);
    tables.push({ name: table, kind: KINDS[role], texts: Number(count), role, source: sourceName });
  }
  const signs = await surveyTexts(session, tables);
  for (const table of tables) {
    const found = signs.get(table.name);
    if (found !== undefined) doubts.push(...(await doubtsOf(session, table, found)));
  }
  const activities = signs.get("texts_activity");
  return { doubts, mayActivitiesBeAlike: activities === undefined || activities.mayHaveTwins };
}

type DoubtedRole = Extract<ColumnRole, "caseId" | "activity" | "resource">;
const KINDS = { caseId: "id", activity: "name", resource: "person" } as const;

export interface TextDoubts {
  readonly doubts: readonly FoundDoubt[];
  /** Whether two activities may be one to a reader; false = none are. */
  readonly mayActivitiesBeAlike: boolean;
}

/** The doubts about the texts of a role that have these signs. */
async function doubtsOf(
  session: DuckDbSession,
  {
    name: texts,
    texts: count,
    role,
    kind: alikeKind,
    source: sourceName,
  }: TextsTable & { readonly role: DoubtedRole; readonly source: string },
  signs: TextSigns,
): Promise<readonly FoundDoubt[]> {
  const doubts: FoundDoubt[] = [];
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
    if (signs.hasScientific)
      await addDoubt(
        "ScientificIds",
        TEXT_SIGNS.scientific,
        20,
        (values) =>
          `Ids such as ${values} were rounded by a spreadsheet, so that different cases may have become one. Export the column as text.`,
      );
    if (signs.areRounded)
      await addDoubt(
        "ScientificIds",
        TEXT_SIGNS.longNumber,
        20,
        (values) =>
          `Ids such as ${values} have more figures than spreadsheets and scripts keep, and all end in 0: they seem to be rounded, so that different cases may have become one. Export the column as text.`,
      );
  }
  const dated = role === "resource" ? null : await datedTextSql(session, texts, { dated: signs.dated, texts: count });
  if (dated !== null) {
    await addDoubt(
      "DatedTexts",
      dated,
      5,
      (values) =>
        `Values such as ${values} are dates among others that are none, as a spreadsheet makes them of names and ids such as "MAR4" or "3-4", so that different ones may have become one. Correct the source, and export the column as text.`,
    );
  }
  const alike = withAlike(alikeKind, { relation: texts, column: "text", isAscii: signs.isAscii });
  if (signs.mayHaveTwins)
    await addDoubt(
      "FoldedText",
      `text IN (SELECT unnest(list(text)) FROM ${alike} GROUP BY alike HAVING count(*) > 1)`,
      // Of activities, the quality counts each event.
      role === "activity" ? 0 : 5,
      (values) =>
        `Values such as ${values} differ only in case, blanks, dashes, quotes, leading zeros, signs around them, invisible characters or the way letters and accents are written, and count as different ones. Correct the source if they are one; the cleaning rules trim_whitespace, normalise_case (of activities), map_activities and map_resources make one of them.`,
    );
  if (signs.hasMissingWords)
    await addDoubt(
      "MissingWords",
      // Ids that count in letters come to NA too.
      `${TEXT_SIGNS.missingWord} AND NOT (text = 'NA' AND ${role === "caseId"} AND (SELECT count(*) = 2 FROM ${texts} WHERE text IN ('MZ', 'NB')))`,
      3,
      (values) =>
        `Values such as ${values} are words for no value, but count as one. ${role === "resource" ? "Clean the column, or leave it out of the mapping" : "Correct the source if they aren't names"}.`,
    );
  if (signs.hasReplaced)
    await addDoubt(
      "ReplacedCharacters",
      TEXT_SIGNS.replaced,
      10,
      (values) =>
        `Characters of values such as ${values} are lost: U+FFFD, the sign for what could not be read, stands in their place, so that different values may have become one. Export the source as UTF-8 again.`,
    );
  const double = signs.mayBeEncoded ? await doubleEncoded(session, texts) : [];
  if (double.length > 0)
    await addDoubt("DoubleEncoding", `text IN (${double.map(({ text }) => sqlText(text)).join(", ")})`, 5, () =>
      sayEncoded(double),
    );
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
    `SELECT text FROM ${texts} WHERE ${TEXT_SIGNS.encoded} ORDER BY rows DESC, text LIMIT ${MOST_TEXTS_LOOKED_AT}`,
  );
  return found.flatMap(([value]) => {
    const text = cellText(value);
    const before = beforeDoubleEncoding(text) ?? beforeEscaping(text);
    return before === null ? [] : [{ text, before }];
  });
}

const valuesOf = ({ texts, counts }: KnownTexts): string =>
  Array.from(counts, (count, number) => `(${sqlText(textOf(texts, number))}, ${count}::BIGINT)`).join(", ");
