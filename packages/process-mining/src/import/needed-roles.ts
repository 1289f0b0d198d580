import { listNames, type DetectedColumns } from "./detect-columns.ts";
import { hasTimes } from "./detect-roles.ts";
import type { Doubt } from "./doubt.ts";
import type { ImportMapping } from "./import-options.ts";
import { ImportRefusal } from "./import-refusal.ts";
import type { StagedProfile } from "./profile-columns.ts";
import { describeUnreadTimes } from "./refusal-messages.ts";
import type { StagedLog } from "./staged-log.ts";

/** Said of a log without times. */
export const NO_TIMES: Doubt = {
  kind: "NoTimes",
  detail:
    "The log has no times: its events are taken in the order of the file, and all that needs times (durations, waiting, bottlenecks, arrivals, predictions) is left out of what is made of it. Name a timestamp in the mapping if there is one.",
  points: 10,
};

/** The columns without which there is no log; no timestamp in a log without times. @throws ImportRefusal where one isn't known */
export function neededRoles(
  log: StagedLog,
  profile: StagedProfile,
  { roles }: DetectedColumns,
  mapping: ImportMapping,
): { readonly caseId: number; readonly activity: number; readonly timestamp: number | undefined } {
  const { caseId, activity, timestamp } = roles;
  const isTimed = hasTimes(log, mapping);
  if (caseId !== undefined && activity !== undefined && (timestamp !== undefined || !isTimed))
    return { caseId, activity, timestamp };
  const needed = ["caseId", "activity", ...(isTimed ? (["timestamp"] as const) : [])] as const;
  const missing = needed.filter((role) => roles[role] === undefined);
  const names = log.columns.map(({ name }) => name);
  const nearMiss = isTimed && timestamp === undefined ? describeUnreadTimes(log, profile) : "";
  const order =
    isTimed && timestamp === undefined
      ? ' If the file has no times, {"timestamp": null} takes its events in the order of the file.'
      : "";
  throw new ImportRefusal(
    "ColumnNotIdentified",
    `No column could be identified as ${missing.join(", ")}. ${nearMiss}Name it in the mapping, for example {"${missing[0] ?? "caseId"}": "<column>"}.${order} The columns are: ${listNames(names)}.`,
    { columns: names },
  );
}
