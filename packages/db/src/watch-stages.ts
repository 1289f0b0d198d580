import type { Sql } from "./client.ts";

/** Where something stands that hasn't reached its receiver. */
export type WatchedStage = "waiting" | "sending" | "retrying" | "failed";

/** What is sent for all tenants and hasn't arrived, by where it stands, for operators. */
export interface WatchedStages<Row> {
  /** How many stand where; no stage is counted beyond 10,000. */
  readonly count: (sql: Sql) => Promise<Readonly<Record<WatchedStage, number>>>;
  /** One page of a stage: those that failed latest, or that are due soonest, first. */
  readonly list: (
    sql: Sql,
    stage: WatchedStage,
    page: { readonly size: number; readonly offset: number },
  ) => Promise<Row[]>;
}

/** No stage is counted or paged through any further, so that a look costs the same whatever the backlog. */
const MOST_WATCHED = 10_000;

/**
 * Makes the statements that count and page stages.
 * @param stages by name the rest of `SELECT …`: where its rows come from and their order. An index gives exactly these.
 */
export function watchStages<Row extends object>(
  name: string,
  columns: string,
  stages: Readonly<Record<WatchedStage, string>>,
): WatchedStages<Row> {
  const counts = Object.entries(stages).map(
    ([stage, rows]) => `(SELECT count(*) FROM (SELECT 1 ${rows} LIMIT ${MOST_WATCHED}) x) AS ${stage}`,
  );
  return {
    async count(sql) {
      const { rows } = await sql.query<Record<WatchedStage, number>>({
        name: `count-${name}`,
        text: `SELECT ${counts.join(", ")}`,
      });
      return rows[0] ?? { waiting: 0, sending: 0, retrying: 0, failed: 0 };
    },
    async list(sql, stage, { size, offset }) {
      const { rows } = await sql.query<Row>(
        { name: `list-${name}-${stage}`, text: `SELECT ${columns} ${stages[stage]} LIMIT $1 OFFSET $2` },
        [Math.max(0, Math.min(size, MOST_WATCHED - offset)), offset],
      );
      return rows;
    },
  };
}
