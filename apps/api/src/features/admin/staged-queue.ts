import type { Sql, WatchedStage, WatchedStages } from "@longhaul/db";
import type { LedgerJob, LedgerQueueSource } from "./ledger-queue.ts";

/** The board's words for where something stands that is sent. */
const STATES = {
  sending: "active",
  waiting: "waiting",
  retrying: "delayed",
  failed: "failed",
} as const satisfies Record<WatchedStage, string>;

/** States of such a queue. */
export type StagedState = (typeof STATES)[WatchedStage];

/** In the board's order. */
const STAGES = Object.entries(STATES) as [WatchedStage, StagedState][];

/** What the board calls a stage; what has arrived is completed. */
export const stateOfStage = (stage: WatchedStage | null): LedgerJob["state"] =>
  stage === null ? "completed" : STATES[stage];

/** What is sent and hasn't arrived, as a queue of the board. */
export function stagedQueue<Row>(
  sql: Sql,
  watched: WatchedStages<Row>,
  toJob: (row: Row) => LedgerJob,
  source: Pick<LedgerQueueSource, "name" | "description" | "log"> & {
    readonly find: (id: string) => Promise<Row | null>;
  },
): LedgerQueueSource<StagedState> {
  return {
    ...source,
    states: STAGES.map(([, state]) => state),
    async count() {
      const counts = await watched.count(sql);
      return { active: counts.sending, waiting: counts.waiting, delayed: counts.retrying, failed: counts.failed };
    },
    async list(state, page) {
      const stage = STAGES.find(([, name]) => name === state)?.[0];
      return stage === undefined ? [] : (await watched.list(sql, stage, page)).map(toJob);
    },
    async find(id) {
      const row = await source.find(id);
      return row === null ? null : toJob(row);
    },
  };
}
