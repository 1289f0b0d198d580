import type { CleaningRule } from "./cleaning-rule.ts";

/** The nearest known times around each row of cases with a gap, and the rows' run of unknown times. */
const NEIGHBOURS = `SELECT case_id, cleaning_row_position, timestamp,
    last_value(timestamp IGNORE NULLS) OVER (own ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before,
    first_value(timestamp IGNORE NULLS) OVER (own ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS after,
    count(timestamp) OVER (own ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS run
  FROM event_rows WHERE case_id IN (SELECT case_id FROM event_rows WHERE timestamp IS NULL)
  WINDOW own AS (PARTITION BY case_id ORDER BY cleaning_row_position)`;

/** Evenly between the neighbours, so that rows of one run stay in their order. */
const EVENLY = `make_timestamp(epoch_us(before) + ((epoch_us(after) - epoch_us(before))
    * row_number() OVER (PARTITION BY case_id, run ORDER BY cleaning_row_position)) // (1 + count(*) OVER (PARTITION BY case_id, run)))`;

/**
 * Swaps a start that lies after its end. A missing timestamp takes the row's start, else its even share of the time
 * between the nearest known timestamps before and after it in its case; a row that has only one side is dropped, as any
 * time would be a guess.
 */
export const fixTimestamps: CleaningRule = (columns) => {
  const hasStart = columns.includes("start_timestamp");
  const swap = hasStart ? "WHEN start_timestamp > timestamp THEN start_timestamp" : "";
  const start = hasStart
    ? ", CASE WHEN start_timestamp > timestamp THEN timestamp ELSE start_timestamp END AS start_timestamp"
    : "";
  const known = hasStart ? "coalesce(start_timestamp, time_gaps.between_neighbours)" : "time_gaps.between_neighbours";
  return {
    // Windows over all rows cost a sort of them; only cases with a gap need it.
    prepare: [
      `CREATE OR REPLACE TEMP TABLE time_gaps AS SELECT cleaning_row_position AS gap_position, ${EVENLY} AS between_neighbours
       FROM (${NEIGHBOURS}) WHERE timestamp IS NULL`,
    ],
    occasion: `SELECT 1 FROM event_rows WHERE timestamp IS NULL ${hasStart ? "OR start_timestamp > timestamp" : ""}`,
    rows: `SELECT event_rows.*
      REPLACE (CASE ${swap} WHEN timestamp IS NULL THEN ${known} ELSE timestamp END AS timestamp${start})
      FROM event_rows LEFT JOIN time_gaps ON cleaning_row_position = time_gaps.gap_position
      WHERE timestamp IS NOT NULL OR ${known} IS NOT NULL`,
    changes: hasStart ? ["timestamp", "start_timestamp"] : ["timestamp"],
  };
};
