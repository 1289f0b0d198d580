import type { Sql } from "../client.ts";

/** What a committed phase says in few words. */
export interface PhaseFindings {
  readonly phaseIdx: number;
  readonly summary: unknown;
  readonly recommendations: unknown;
}

/** Of the committed phases of an operation, in order. */
export async function listPhaseFindings(sql: Sql, operationId: string): Promise<PhaseFindings[]> {
  const { rows } = await sql.query<{ phase_idx: number; summary: unknown; recommendations: unknown }>(
    `SELECT phase_idx, output -> 'summary' AS summary, output -> 'recommendations' AS recommendations
     FROM checkpoints WHERE operation_id = $1 ORDER BY phase_idx`,
    [operationId],
  );
  return rows.map((row) => ({
    phaseIdx: row.phase_idx,
    summary: row.summary,
    recommendations: row.recommendations,
  }));
}

const RESULTS = `convert_to(CASE WHEN jsonb_typeof(output -> 'results') = 'object' THEN output ->> 'results' ELSE '{}' END, 'UTF8')`;
/** The bytes of JSON that `readPhaseResults` gives. */
export async function sizePhaseResults(sql: Sql, operationId: string, phaseIdx: number): Promise<number> {
  const { rows } = await sql.query<{ bytes: number }>(
    `SELECT length(${RESULTS}) AS bytes FROM checkpoints WHERE operation_id = $1 AND phase_idx = $2`,
    [operationId, phaseIdx],
  );
  return rows[0]?.bytes ?? 0;
}

const PIECE_BYTES = 262_144;
/** Read by one statement: few enough for its time, also on a busy machine. Each makes text of the whole once more. */
const PIECES_AT_ONCE = 64;

/**
 * All that a committed phase found, as JSON in pieces; none when it isn't committed. It may be tens of megabytes: no piece
 * takes long, and nobody should parse them all at once where others wait for the same event loop.
 */
export async function* readPhaseResults(sql: Sql, operationId: string, phaseIdx: number): AsyncGenerator<Buffer> {
  for (let from = 0; ; from += PIECES_AT_ONCE) {
    const { rows } = await sql.query<{ n: number; piece: Buffer }>(
      `SELECT n, substr(bytes, 1 + n * $3::int, $3::int) AS piece
       FROM (SELECT ${RESULTS} AS bytes FROM checkpoints WHERE operation_id = $1 AND phase_idx = $2 OFFSET 0) AS whole
       CROSS JOIN LATERAL generate_series($4::int, least($5::int, (length(bytes) - 1) / $3::int)) AS n`,
      [operationId, phaseIdx, PIECE_BYTES, from, from + PIECES_AT_ONCE - 1],
    );
    for (const { piece } of rows.toSorted((a, b) => a.n - b.n)) yield piece;
    if (rows.length < PIECES_AT_ONCE) return;
  }
}
