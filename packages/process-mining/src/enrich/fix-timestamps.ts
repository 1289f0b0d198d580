import type { CleaningRule } from "./cleaning-rule.ts";

/**
 * Swaps a start that lies after its end. A missing timestamp takes the row's start, else the middle between the nearest
 * known timestamps before and after it in its case; a row that has only one side is dropped, as any time would be a guess.
 */
export const fixTimestamps: CleaningRule = (columns) => {
  const hasStart = columns.includes("start_timestamp");
  const near = (pick: string, frame: string): string =>
    `${pick}(timestamp IGNORE NULLS) OVER (PARTITION BY case_id ORDER BY cleaning_row_position ROWS BETWEEN ${frame})`;
  const before = near("last_value", "UNBOUNDED PRECEDING AND 1 PRECEDING");
  const after = near("first_value", "1 FOLLOWING AND UNBOUNDED FOLLOWING");
  const middle = `make_timestamp((epoch_us(before) + epoch_us(after)) // 2)`;
  const swap = hasStart ? "WHEN start_timestamp > timestamp THEN start_timestamp" : "";
  const start = hasStart
    ? ", CASE WHEN start_timestamp > timestamp THEN timestamp ELSE start_timestamp END AS start_timestamp"
    : "";
  const known = hasStart ? "coalesce(start_timestamp, time_gaps.before_and_after)" : "time_gaps.before_and_after";
  return {
    // Windows over all rows cost a sort of them; only cases with a gap need it.
    prepare: [
      `CREATE OR REPLACE TEMP TABLE time_gaps AS
       SELECT cleaning_row_position AS gap_position, ${middle} AS before_and_after
       FROM (SELECT cleaning_row_position, timestamp, ${before} AS before, ${after} AS after FROM event_rows
             WHERE case_id IN (SELECT case_id FROM event_rows WHERE timestamp IS NULL))
       WHERE timestamp IS NULL`,
    ],
    rows: `SELECT event_rows.*
      REPLACE (CASE ${swap} WHEN timestamp IS NULL THEN ${known} ELSE timestamp END AS timestamp${start})
      FROM event_rows LEFT JOIN time_gaps ON cleaning_row_position = time_gaps.gap_position
      WHERE timestamp IS NOT NULL OR ${known} IS NOT NULL`,
    changes: hasStart ? ["timestamp", "start_timestamp"] : ["timestamp"],
  };
};
