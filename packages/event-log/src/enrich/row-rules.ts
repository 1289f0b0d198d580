import { sqlName, sqlText } from "../text/sql-text.ts";
import type { CleaningRule } from "./cleaning-rule.ts";

/** Keeps the first of rows that are equal in every column. */
export const removeDuplicates: CleaningRule = (columns) => ({
  rows: `SELECT event_rows.* FROM event_rows WHERE cleaning_row_position IN
    (SELECT min(cleaning_row_position) FROM event_rows GROUP BY ${columns.map(sqlName).join(", ")})`,
  changes: [],
});

/** A missing resource becomes one name, as nothing in a log says who it was. */
export const fillMissingResources =
  (name: string): CleaningRule =>
  (columns) =>
    columns.includes("resource")
      ? {
          occasion: `SELECT 1 FROM event_rows WHERE resource IS NULL OR trim(resource) = ''`,
          rows: `SELECT * REPLACE (CASE WHEN resource IS NULL OR trim(resource) = '' THEN ${sqlText(name)} ELSE resource END AS resource) FROM event_rows`,
          changes: ["resource"],
        }
      : null;

/** What makes a case complete. */
export interface CompleteCase {
  /** Default 2: a case of a single event has no flow. */
  readonly minEvents?: number;
  /** One of which must be the first activity in time; any when left out. */
  readonly startActivities?: readonly string[];
  /** One of which must be the last activity in time. */
  readonly endActivities?: readonly string[];
}

/** Cases that aren't complete go with all their rows. */
export function dropIncompleteCases({ minEvents = 2, startActivities, endActivities }: CompleteCase): CleaningRule {
  const isOneOf = (pick: "min_by" | "max_by", names: readonly string[] | undefined): string[] =>
    names === undefined
      ? []
      : [`${pick}(activity, (timestamp, cleaning_row_position)) IN (${names.map(sqlText).join(", ")})`];
  const conditions = [
    `count(*) >= ${minEvents}`,
    ...isOneOf("min_by", startActivities),
    ...isOneOf("max_by", endActivities),
  ];
  return () => ({
    rows: `SELECT * FROM event_rows WHERE case_id IN (SELECT case_id FROM event_rows GROUP BY case_id HAVING ${conditions.join(" AND ")})`,
    changes: [],
  });
}
