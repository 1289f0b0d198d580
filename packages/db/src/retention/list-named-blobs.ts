import type { Sql } from "../client.ts";

/** A blob as a row names it. */
export interface NamedBlob {
  readonly key: string;
  /** Null if the row doesn't have it. */
  readonly sizeBytes: number | null;
  /** SHA-256, hex; null if the row doesn't have it. */
  readonly sha256: string | null;
  /** The row: `operation …` or `dataset …`. */
  readonly namedBy: string;
}

const PAGE = 1_000;

/** Each page begins behind the last row of the one before. */
const PAGES = [
  `SELECT id::text AS place, storage_key AS key, size_bytes AS "sizeBytes", sha256, 'operation ' || operation_id AS "namedBy"
   FROM artifacts WHERE id > $1::text::uuid ORDER BY artifacts.id LIMIT $2`,
  `SELECT c.operation_id || ' ' || lpad(c.phase_idx::text, 9, '0') AS place, file.value AS key, NULL::bigint AS "sizeBytes", NULL AS sha256,
     'operation ' || c.operation_id AS "namedBy"
   FROM (SELECT * FROM checkpoints WHERE (operation_id || ' ' || lpad(phase_idx::text, 9, '0')) COLLATE "C" > $1
     ORDER BY (operation_id || ' ' || lpad(phase_idx::text, 9, '0')) COLLATE "C" LIMIT $2) c
   LEFT JOIN jsonb_each_text(c.files) AS file ON true ORDER BY (c.operation_id || ' ' || lpad(c.phase_idx::text, 9, '0')) COLLATE "C"`,
  `SELECT d.id::text AS place, blob.key, blob.bytes AS "sizeBytes", blob.sha256, 'dataset ' || d.id AS "namedBy"
   FROM (SELECT * FROM datasets WHERE id > $1::text::uuid ORDER BY id LIMIT $2) d
   LEFT JOIN LATERAL (
     -- The source of an export is another version's table; what has no source has the hash of its table.
     SELECT d.source_key AS key, d.size_bytes AS bytes, d.sha256 WHERE d.source_key IS NOT NULL AND d.size_bytes IS NOT NULL
       AND d.status IN ('Ready', 'Importing') AND d.kind <> 'export'
     UNION ALL SELECT d.table_key, d.table_bytes, CASE WHEN d.kind = 'export' OR d.source_key IS NULL THEN d.sha256 END
     WHERE d.table_key IS NOT NULL AND d.status = 'Ready'
   ) blob ON d.deleted_at IS NULL ORDER BY d.id`,
] as const;

const NIL = "00000000-0000-0000-0000-000000000000";
const FIRST: readonly string[] = [NIL, "", NIL];

/** Every blob that the ledger leads to, in pages. One that several rows name comes several times. */
export async function* listNamedBlobs(sql: Sql): AsyncGenerator<readonly NamedBlob[]> {
  for (const [at, text] of PAGES.entries()) {
    for (let place = FIRST[at]; place !== undefined;) {
      const { rows } = await sql.query<NamedBlob & { readonly place: string; readonly key: string | null }>(text, [
        place,
        PAGE,
      ]);
      yield rows.flatMap(({ key, sizeBytes, sha256, namedBy }) =>
        key === null ? [] : [{ key, sizeBytes, sha256, namedBy }],
      );
      place = rows.at(-1)?.place;
    }
  }
}
