import type { ScheduleRun } from "@longhaul/sdk";
import { Link } from "../../router/link.tsx";
import { t } from "../../texts/language.ts";

/** Outcome of a run: the operation or batch that it started, or why it started none. */
export function RunOutcome({ run }: { readonly run: ScheduleRun }) {
  const text = t.value.schedules.runStatus[run.status];
  const to =
    run.operationId !== undefined
      ? `/operations/${encodeURIComponent(run.operationId)}`
      : run.batchId !== undefined
        ? `/batches/${encodeURIComponent(run.batchId)}`
        : null;
  return to === null ? <span>{text}</span> : <Link to={to}>{text}</Link>;
}
