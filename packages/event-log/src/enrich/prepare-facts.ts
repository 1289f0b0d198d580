import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { DerivedColumn } from "./derived-column.ts";

const PLACES = `CREATE TEMP TABLE event_places AS SELECT file_row_number AS place_row, case_id AS place_case, activity AS place_activity,
  row_number() OVER (PARTITION BY case_id ORDER BY timestamp, file_row_number) AS event_index FROM event_rows`;

const WORDS = `CREATE TEMP TABLE case_words AS SELECT place_case AS word_case, min(place_row) AS first_row, count(*) AS word_length,
  bit_xor(hash(place_activity, event_index)) AS word_xor, sum(hash(event_index, place_activity, 'sum')::HUGEINT) AS word_sum
  FROM event_places GROUP BY place_case`;

// The most frequent variant is 1; of two as frequent, the one that the table shows first.
const VARIANTS = `CREATE TEMP TABLE case_variants AS SELECT word_case AS variant_case, variant AS case_variant FROM case_words JOIN (
    SELECT word_length, word_xor, word_sum, row_number() OVER (ORDER BY count(*) DESC, min(first_row)) AS variant
    FROM case_words GROUP BY word_length, word_xor, word_sum
  ) USING (word_length, word_xor, word_sum)`;

/**
 * Computes what columns derived from several events need; returns joins of those tables to `event_rows`, empty when none
 * is needed. Events of a case are in the order of time, those of the same time in the order of the table. Two cases are of
 * one variant when their lengths and two independent 64-bit sums over their (position, activity) agree: windows and plain
 * aggregates spill to disk, lists of each case's activities would not.
 */
export async function prepareFacts(
  session: DuckDbSession,
  wanted: readonly DerivedColumn[],
  hasStart: boolean,
): Promise<string> {
  const joins: string[] = [];
  if (wanted.includes("case_duration")) {
    const start = hasStart ? "least(timestamp, start_timestamp)" : "timestamp";
    await session.query(
      `CREATE TEMP TABLE case_facts AS SELECT case_id AS fact_case,
         (epoch_us(max(timestamp)) - epoch_us(min(${start}))) / 1e6 AS case_duration_sec FROM event_rows GROUP BY case_id`,
    );
    joins.push("JOIN case_facts ON event_rows.case_id = case_facts.fact_case");
  }
  const hasVariants = wanted.includes("case_variant");
  if (hasVariants || wanted.includes("event_index")) await session.query(PLACES);
  if (hasVariants) {
    await session.query(WORDS);
    await session.query(VARIANTS);
    joins.push("JOIN case_variants ON event_rows.case_id = case_variants.variant_case");
  }
  if (wanted.includes("event_index"))
    joins.push("JOIN event_places ON event_rows.file_row_number = event_places.place_row");
  return joins.join(" ");
}
