import type { Sql } from "./client.ts";

/** Stage of a delivery or notification that hasn't arrived. */
export type OutboxStage = "waiting" | "sending" | "retrying" | "failed";

/** Queries over the deliveries or notifications of all tenants that haven't arrived, by stage, for operators. */
export interface OutboxStages<Row> {
  /** Counts each stage, up to 10,000. */
  readonly count: (sql: Sql) => Promise<Readonly<Record<OutboxStage, number>>>;
  /** Lists one page of a stage: latest failure first, else soonest due first. */
  readonly list: (
    sql: Sql,
    stage: OutboxStage,
    page: { readonly size: number; readonly offset: number },
  ) => Promise<Row[]>;
}

/** The limit of counts and pages, so that a query costs the same for any backlog. */
const MOST_COUNTED_IN_STAGE = 10_000;

/**
 * Creates the statements that count and list stages.
 * @param stages for each stage the end of its `SELECT`: FROM, WHERE and ORDER BY. An index must match each.
 */
export function createOutboxStages<Row extends object>(
  name: string,
  columns: string,
  stages: Readonly<Record<OutboxStage, string>>,
): OutboxStages<Row> {
  const counts = Object.entries(stages).map(
    ([stage, rows]) => `(SELECT count(*) FROM (SELECT 1 ${rows} LIMIT ${MOST_COUNTED_IN_STAGE}) x) AS ${stage}`,
  );
  return {
    async count(sql) {
      const { rows } = await sql.query<Record<OutboxStage, number>>({
        name: `count-${name}`,
        text: `SELECT ${counts.join(", ")}`,
      });
      return rows[0] ?? { waiting: 0, sending: 0, retrying: 0, failed: 0 };
    },
    async list(sql, stage, { size, offset }) {
      const { rows } = await sql.query<Row>(
        { name: `list-${name}-${stage}`, text: `SELECT ${columns} ${stages[stage]} LIMIT $1 OFFSET $2` },
        [Math.max(0, Math.min(size, MOST_COUNTED_IN_STAGE - offset)), offset],
      );
      return rows;
    },
  };
}
