import type { Sql, OutboxStage, OutboxStages, StagedAttempt } from "@longhaul/db";
import type { LedgerJob, LedgerQueueSource } from "./ledger-queue.ts";

/** The board's words for where something stands that is sent. */
const STATES = {
  sending: "active",
  waiting: "waiting",
  retrying: "delayed",
  failed: "failed",
} as const satisfies Record<OutboxStage, string>;

/** States of such a queue. */
export type StagedState = (typeof STATES)[OutboxStage];

/** In the board's order. */
const STAGES = Object.entries(STATES) as [OutboxStage, StagedState][];

/** What the board calls a stage; what has arrived is completed. */
export const stateOfStage = (stage: OutboxStage | null): LedgerJob["state"] =>
  stage === null ? "completed" : STATES[stage];

/** A line of the board's log. `answer` is what the receiver said. */
export function attemptLine(attempt: StagedAttempt, answer = ""): string {
  const { number, startedAt, durationMs, outcome, error } = attempt;
  const said = answer === "" ? "" : `, ${answer}`;
  return `${startedAt.toISOString()} attempt ${number}: ${outcome}${said} after ${durationMs} ms${error === null ? "" : `: ${error}`}`;
}

/** What is sent and hasn't arrived, as a queue of the board. */
export function stagedQueue<Row>(
  sql: Sql,
  stages: OutboxStages<Row>,
  toJob: (row: Row) => LedgerJob,
  source: Pick<LedgerQueueSource, "name" | "description" | "log"> & {
    readonly find: (id: string) => Promise<Row | null>;
  },
): LedgerQueueSource<StagedState> {
  return {
    ...source,
    states: STAGES.map(([, state]) => state),
    async count() {
      const counts = await stages.count(sql);
      return { active: counts.sending, waiting: counts.waiting, delayed: counts.retrying, failed: counts.failed };
    },
    async list(state, page) {
      const stage = STAGES.find(([, name]) => name === state)?.[0];
      return stage === undefined ? [] : (await stages.list(sql, stage, page)).map(toJob);
    },
    async find(id) {
      const row = await source.find(id);
      return row === null ? null : toJob(row);
    },
  };
}
