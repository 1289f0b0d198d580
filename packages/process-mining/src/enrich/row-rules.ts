import { sqlName } from "../import/sql-text.ts";
import type { CleaningRule } from "./cleaning-rule.ts";

/** Of rows that are equal in every column, the first stays. */
export const removeDuplicates: CleaningRule = (columns) => ({
  rows: `SELECT event_rows.* FROM event_rows WHERE cleaning_row_position IN
    (SELECT min(cleaning_row_position) FROM event_rows GROUP BY ${columns.map(sqlName).join(", ")})`,
  changes: [],
});

/** A missing resource becomes `Unknown`: nothing in a log says who it was. */
export const fillMissingResources: CleaningRule = (columns) =>
  columns.includes("resource")
    ? {
        rows: `SELECT * REPLACE (CASE WHEN resource IS NULL OR trim(resource) = '' THEN 'Unknown' ELSE resource END AS resource) FROM event_rows`,
        changes: ["resource"],
      }
    : null;

/** Cases of a single event go: they have no flow. */
export const dropIncompleteCases: CleaningRule = () => ({
  rows: `SELECT * FROM event_rows WHERE case_id IN (SELECT case_id FROM event_rows GROUP BY case_id HAVING count(*) > 1)`,
  changes: [],
});
