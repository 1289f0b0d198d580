import { cellText } from "./cell-text.ts";
import { isGoodRow, role as roleSql } from "./canonical-rows.ts";
import type { DoubtKind } from "./doubt.ts";
import type { DuckDbSession } from "./duckdb-session.ts";
import { maxExamples } from "./error-tally.ts";
import type { ImportedColumn } from "./import-result.ts";
import { isMissingWordSql } from "./missing-words.ts";
import type { FoundDoubt } from "./row-lists.ts";
import { sqlText } from "./sql-text.ts";

const SCIENTIFIC = String.raw`[-+]?\d([.,]\d+)?[eE][+-]?\d{2,}`;
const INVISIBLE = String.raw`[\x{00ad}\x{200b}-\x{200f}\x{2060}\x{feff}]`;

export const TEXT_DOUBTS = ["ScientificIds", "FoldedText", "MissingWords"] as const satisfies readonly DoubtKind[];

/** Texts of the canonical columns that hardly mean what they say: ids that a spreadsheet rounded, twins, and words for nothing. */
export async function doubtTexts(
  session: DuckDbSession,
  tablePath: string,
  columns: readonly Omit<ImportedColumn, "nulls">[],
): Promise<FoundDoubt[]> {
  const table = `read_parquet(${sqlText(tablePath)})`;
  const doubts: FoundDoubt[] = [];
  for (const { name, role, sourceName = name } of columns) {
    if (role !== "caseId" && role !== "activity" && role !== "resource") continue;
    const texts = `texts_${role}`;
    await session.query(
      `CREATE OR REPLACE TEMP TABLE ${texts} AS SELECT ${name} AS text, count(*) AS rows FROM ${table} WHERE ${name} IS NOT NULL GROUP BY 1`,
    );
    const tell = async (
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
          condition: `${isGoodRow} AND ${roleSql(role)} IN (SELECT text FROM ${texts} WHERE ${condition})`,
        },
      });
    };
    if (role === "caseId") {
      await tell(
        "ScientificIds",
        `(contains(text, 'E+') OR contains(text, 'e+')) AND regexp_full_match(text, ${sqlText(SCIENTIFIC)})`,
        20,
        (values) =>
          `Ids such as ${values} were rounded by a spreadsheet, so that different cases may have become one. Export the column as text.`,
      );
    }
    const folded = `trim(regexp_replace(regexp_replace(nfc_normalize(text), ${sqlText(INVISIBLE)}, '', 'g'), '[\\s\\x{00a0}\\x{2007}\\x{202f}\\x{3000}]+', ' ', 'g'))`;
    // Only texts that aren't plain can have a twin.
    const twins = `text IN (SELECT unnest(list(text)) FROM ${texts} GROUP BY ${folded} HAVING count(*) > 1)`;
    const [odd] = await session.query(
      `SELECT count(*) FROM ${texts} WHERE (strlen(text) <> length(text) OR contains(text, '  ') OR text <> trim(text)) AND text <> ${folded}`,
    );
    if (Number(odd?.[0]) > 0)
      await tell(
        "FoldedText",
        twins,
        5,
        (values) =>
          `Values such as ${values} differ only in blanks, invisible characters or the way accents are written, and count as different ones. The cleaning rule trim_whitespace makes one of most.`,
      );
    await tell(
      "MissingWords",
      isMissingWordSql("text"),
      3,
      (values) =>
        `The values ${values} are words for no value, but count as one. Clean the column, or leave it out of the mapping.`,
    );
  }
  return doubts;
}
