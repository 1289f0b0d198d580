import type { CatchUp, FaultDetail } from "@longhaul/domain";
import { Prisma, type Schedule, type ScheduleRun } from "../../generated/client.ts";
import { columnsOf, omitting, type ModelRow } from "../model-row.ts";

/** What a client says of a schedule. */
export interface ScheduleSettings {
  readonly name: string;
  readonly description: string | null;
  readonly cron: string;
  readonly timeZone: string;
  readonly catchUp: CatchUp;
  readonly overlap: "allow" | "skip";
  readonly starts: "Operation" | "Batch";
  /** A body of POST operation or POST batch. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Datasets that the request names. */
  readonly datasetIds: readonly string[];
}

const UNREAD = ["request", "leaseUntil", "runCount"] as const satisfies readonly (keyof Schedule)[];

/** A schedule without what it starts, which may be large. */
export type ScheduleRecord = ModelRow<
  Schedule,
  Pick<ScheduleSettings, "catchUp" | "overlap" | "starts" | "datasetIds"> & { readonly status: "Active" | "Paused" },
  (typeof UNREAD)[number]
>;

/** Outcome of a tick, or of a manual start. */
export interface RunOutcome {
  readonly trigger: "Schedule" | "Manual";
  readonly status: "Started" | "Skipped" | "Failed";
  readonly scheduledFor: Date;
  readonly until?: Date;
  readonly operationId?: string;
  readonly batchId?: string;
  readonly reason?: string;
  readonly detail?: string;
  readonly errors?: readonly FaultDetail[];
}

/** A run of a schedule's history. */
export type RunRecord = ModelRow<
  ScheduleRun,
  Pick<RunOutcome, "trigger" | "status"> & { readonly errors: readonly FaultDetail[] | null }
>;

export const OMITTED = omitting(UNREAD);

/** Columns of a `ScheduleRecord` from `schedules s`. */
export const SCHEDULE_COLUMNS = columnsOf(Prisma.ScheduleScalarFieldEnum, {
  alias: "s",
  unread: UNREAD,
  isNamed: true,
});

/** Columns of a `RunRecord` from `schedule_runs r`. */
export const RUN_COLUMNS = columnsOf(Prisma.ScheduleRunScalarFieldEnum, { alias: "r", isNamed: true });
