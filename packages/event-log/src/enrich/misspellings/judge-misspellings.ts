import type { DuckDbSession } from "../../duckdb/duckdb-session.ts";
import { sqlText } from "../../text/sql-text.ts";
import type { Candidate } from "./propose-misspellings.ts";

/** A name that may be a misspelling, with the evidence for it. Shares are 0 to 1. */
export interface MisspellingProposal {
  readonly from: string;
  readonly to: string;
  /** Events of `from`. */
  readonly events: number;
  /** Other names that are as near; with any, the proposal is never safe. */
  readonly alternatives: readonly string[];
  readonly evidence: {
    /** Letters to change; 0 where only blanks, signs, case or the way of writing a letter differ. */
    readonly edits: number;
    /** How many times as frequent `to` is. */
    readonly timesAsFrequent: number;
    /** Share of its events whose neighbours in the case are neighbours of `to` elsewhere, before and after. */
    readonly sameNeighbours: number;
    /** Share of its events whose resource does `to` as well; absent where the log names no resource. */
    readonly sameResources?: number;
    /** Share of its cases whose path, with `to` in its place, other cases take. */
    readonly knownVariants: number;
  };
  /** Whether all evidence agrees: see `SAFE`. */
  readonly safe: boolean;
}

/** What a proposal must have to be safe: one slip that hardly makes another word, and everything around it as for the other name. */
const SAFE = { edits: 1, timesAsFrequent: 20, sameNeighbours: 0.9, sameResources: 0.9, knownVariants: 0.5 } as const;

/** Adds to candidates what the log says of them. Runs over the table `event_rows`. */
export async function judgeMisspellings(
  session: DuckDbSession,
  candidates: readonly Candidate[],
  hasResource: boolean,
): Promise<MisspellingProposal[]> {
  const pairs = candidates.map(({ from, to }) => `(${sqlText(from.name)}, ${sqlText(to.name)})`).join(", ");
  await session.query(`CREATE OR REPLACE TEMP TABLE slips AS SELECT * FROM (VALUES ${pairs}) pairs(slip, correct)`);
  await session.query(`CREATE OR REPLACE TEMP TABLE slip_places AS
    SELECT case_id, activity AS name, coalesce(correct, activity) AS activity, correct IS NOT NULL AS is_slip,
      coalesce(lag(coalesce(correct, activity)) OVER places, '') AS before,
      coalesce(lead(coalesce(correct, activity)) OVER places, '') AS after${hasResource ? ", resource" : ""},
      row_number() OVER places AS place
    FROM event_rows LEFT JOIN slips ON activity = slip
    WINDOW places AS (PARTITION BY case_id ORDER BY timestamp, cleaning_row_position)`);
  const shareOf = async (condition: string): Promise<Map<string, number>> => {
    const rows = await session.query(
      `SELECT name, avg(CASE WHEN ${condition} THEN 1.0 ELSE 0.0 END) FROM slip_places slips WHERE is_slip GROUP BY name`,
    );
    return new Map(rows.flatMap(([name, share]) => (typeof name === "string" ? [[name, Number(share)]] : [])));
  };
  const elsewhere = (columns: string): string =>
    `row(activity, ${columns}) IN (SELECT row(activity, ${columns}) FROM slip_places WHERE NOT is_slip AND activity IN (SELECT correct FROM slips))`;
  const neighbours = await shareOf(`${elsewhere("before")} AND ${elsewhere("after")}`);
  const resources = hasResource ? await shareOf(`resource IS NULL OR ${elsewhere("resource")}`) : null;
  await session.query(`CREATE OR REPLACE TEMP TABLE slip_variants AS
    SELECT case_id, hash(list(activity ORDER BY place)) AS variant, bool_or(is_slip) AS has_slip FROM slip_places GROUP BY case_id`);
  const variants = await shareOf(
    `case_id IN (SELECT case_id FROM slip_variants WHERE variant IN (SELECT variant FROM slip_variants WHERE NOT has_slip))`,
  );
  for (const table of ["slips", "slip_places", "slip_variants"]) await session.query(`DROP TABLE ${table}`);
  return candidates.map((candidate) => {
    const { name, events } = candidate.from;
    const evidence = {
      edits: candidate.edits,
      timesAsFrequent: rounded(candidate.to.events / events),
      sameNeighbours: rounded(neighbours.get(name) ?? 0),
      ...(resources === null ? {} : { sameResources: rounded(resources.get(name) ?? 0) }),
      knownVariants: rounded(variants.get(name) ?? 0),
    };
    return {
      from: name,
      to: candidate.to.name,
      events,
      alternatives: candidate.alternatives,
      evidence,
      safe: isSafe(candidate, evidence),
    };
  });
}

function isSafe({ alternatives, isHardlyWord }: Candidate, evidence: MisspellingProposal["evidence"]): boolean {
  return (
    alternatives.length === 0 &&
    isHardlyWord &&
    evidence.edits <= SAFE.edits &&
    evidence.timesAsFrequent >= SAFE.timesAsFrequent &&
    evidence.sameNeighbours >= SAFE.sameNeighbours &&
    (evidence.sameResources ?? 1) >= SAFE.sameResources &&
    evidence.knownVariants >= SAFE.knownVariants
  );
}

const rounded = (value: number): number => Number(value.toFixed(4));
