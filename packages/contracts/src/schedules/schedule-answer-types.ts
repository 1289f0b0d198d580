import type { CatchUp, FaultDetail } from "@longhaul/domain";
import type { RunStatus, ScheduleStatus } from "./schedule-queries.ts";
import type { Overlap } from "./schedule-request.ts";

/** One run of a schedule, or why there was none. Times as everywhere: UTC, to the second. */
export interface ScheduleRunAnswer {
  readonly runNumber: number;
  readonly trigger: "Schedule" | "Manual";
  readonly scheduledFor: string;
  /** The last tick, where several were skipped together. */
  readonly until?: string;
  readonly dateCreated: string;
  readonly status: RunStatus;
  readonly operationId?: string;
  readonly batchId?: string;
  readonly trackingUrl?: string;
  /** Missed, StillRunning, or the code that POST would have been refused with. */
  readonly reason?: string;
  readonly detail?: string;
  readonly errors?: readonly FaultDetail[];
}

/** A schedule as lists have it. */
export interface ListedSchedule {
  readonly scheduleId: string;
  readonly scheduleName: string;
  readonly scheduleDescription?: string;
  readonly status: ScheduleStatus;
  readonly cron: string;
  readonly timeZone: string;
  readonly catchUp: CatchUp;
  readonly overlap: Overlap;
  readonly starts: "Operation" | "Batch";
  /** Absent while it is paused. */
  readonly nextRun?: string;
  readonly lastRun?: ScheduleRunAnswer;
  readonly createdBy: string;
  readonly dateCreated: string;
  readonly dateUpdated: string;
}

/** A schedule with what it starts. */
export interface ScheduleAnswer extends ListedSchedule {
  readonly nextRuns: readonly string[];
  readonly operation?: Readonly<Record<string, unknown>>;
  readonly batch?: Readonly<Record<string, unknown>>;
}
