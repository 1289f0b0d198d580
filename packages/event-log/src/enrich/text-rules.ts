import { sqlName, sqlText } from "../text/sql-text.ts";
import type { CleaningRule } from "./cleaning-rule.ts";

const textColumns = (columns: readonly string[]): string[] =>
  ["case_id", "activity", "resource", "lifecycle"].filter((name) => columns.includes(name));

function rewriteColumns(names: readonly string[], rewrite: (sql: string) => string): string {
  const replaced = names.map((name) => `${rewrite(sqlName(name))} AS ${sqlName(name)}`);
  return `SELECT * REPLACE (${replaced.join(", ")}) FROM event_rows`;
}

/** Blanks around the texts of the columns with a role go, and a run of blanks inside becomes one space. */
export const trimWhitespace: CleaningRule = (columns) => {
  const changes = textColumns(columns);
  const trimmed = (sql: string): string => `trim(regexp_replace(${sql}, '\\s+', ' ', 'g'))`;
  const differs = changes.map((name) => `${sqlName(name)} <> ${trimmed(sqlName(name))}`);
  return {
    occasion: `SELECT 1 FROM event_rows WHERE ${differs.join(" OR ")}`,
    rows: rewriteColumns(changes, trimmed),
    changes,
  };
};

/** Activities that differ only in case take the spelling of most of their rows; on a tie, the first by code point. */
export const normaliseCase: CleaningRule = () => ({
  prepare: [
    `CREATE OR REPLACE TEMP TABLE spellings AS
     SELECT activity AS spelling, first_value(activity) OVER (PARTITION BY lower(activity) ORDER BY uses DESC, activity) AS common
     FROM (SELECT activity, count(*) AS uses FROM event_rows GROUP BY activity)`,
  ],
  occasion: `SELECT 1 FROM spellings WHERE spelling <> common`,
  rows: `SELECT event_rows.* REPLACE (coalesce(spellings.common, event_rows.activity) AS activity) FROM event_rows LEFT JOIN spellings ON event_rows.activity = spellings.spelling`,
  changes: ["activity"],
});

/** Replaces values of a column by the mapping; other values stay. */
export function mapColumn(column: "activity" | "resource", mapping: ReadonlyMap<string, string>): CleaningRule {
  const cases = [...mapping].map(([from, to]) => `WHEN ${sqlText(from)} THEN ${sqlText(to)}`);
  const value = cases.length === 0 ? column : `CASE ${column} ${cases.join(" ")} ELSE ${column} END`;
  return (columns) =>
    !columns.includes(column)
      ? null
      : {
          occasion: `SELECT 1 FROM event_rows WHERE ${column} <> ${value}`,
          rows: `SELECT * REPLACE (${value} AS ${column}) FROM event_rows`,
          changes: [column],
        };
}
