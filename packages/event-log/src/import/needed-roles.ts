import { listNames, type DetectedColumns } from "../columns/detect-columns.ts";
import { hasTimes } from "./detect-roles.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { describeMonthColumns } from "../columns/month-columns.ts";
import type { StagedProfile } from "../columns/profile-columns.ts";
import { findUnreadTimes } from "./refusal-messages.ts";
import { nameFit } from "../roles/name-fit.ts";
import type { StagedLog } from "../staging/staged-log.ts";

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
  const needed: readonly NeededRole[] = ["caseId", "activity", ...(isTimed ? (["timestamp"] as const) : [])];
  const found = likelyRoles(log, profile, roles, needed);
  const likely = needed.filter((role) => found.has(role));
  // Where all of them are likely, they aren't together.
  const missing = needed.filter((role) => !found.has(role) && roles[role] === undefined);
  const unknown = missing.length > 0 ? missing : needed.filter((role) => roles[role] === undefined);
  const names = log.columns.map(({ name }) => name);
  const known =
    missing.length === 0 || likely.length === 0
      ? ""
      : `${likely.map((role) => `"${names[found.get(role) ?? -1] ?? ""}" can be the ${role}`).join(", ")}. `;
  const unread = unknown.includes("timestamp") ? findUnreadTimes(log, profile) : null;
  const order = unknown.includes("timestamp")
    ? ' If the file has no times, {"timestamp": null} takes its events in the order of the file.'
    : "";
  const months = unknown.includes("timestamp") ? describeMonthColumns(names) : "";
  const isLeft = names.length >= likely.length + unknown.length;
  throw new ImportRefusal(
    "ColumnNotIdentified",
    `No column could be identified as ${unknown.join(", ")}. ${known}${months}${unread?.detail ?? ""}${remedy(unknown, unread?.column, isLeft)}${order} The columns are: ${listNames(names)}.`,
    { columns: names },
  );
}

type NeededRole = "caseId" | "activity" | "timestamp";

/** A name that fits as well tells the role alone. */
const GOOD_NAME = 0.8;

/** The columns that can have the needed roles: those that are known, those named after them, and one of times. */
function likelyRoles(
  log: StagedLog,
  profile: StagedProfile,
  roles: DetectedColumns["roles"],
  needed: readonly NeededRole[],
): ReadonlyMap<NeededRole, number> {
  const found = new Map<NeededRole, number>();
  const fitOf = (index: number, role: NeededRole): number => {
    const time = profile.times[index] ?? null;
    const fit = nameFit(log.columns[index]?.name ?? "", role);
    if (role !== "timestamp") return fit >= GOOD_NAME && (time === null || time.isWeak) ? fit : 0;
    return time === null || time.isFaint ? 0 : 1 + fit - (time.isWeak ? 1 : 0);
  };
  for (const role of needed) {
    const taken = new Set([...found.values(), ...Object.values(roles)]);
    const [best] = log.columns
      .map((_, index) => ({ index, fit: taken.has(index) ? 0 : fitOf(index, role) }))
      .toSorted((left, right) => right.fit - left.fit);
    const index = roles[role] ?? (best === undefined || best.fit <= 0 ? undefined : best.index);
    if (index !== undefined) found.set(role, index);
  }
  return found;
}

/** What to do about roles without a column, with an example of just these. */
function remedy(unknown: readonly NeededRole[], unread: string | undefined, isLeft: boolean): string {
  const example = unknown.map((role) => {
    const column = role === "timestamp" && unread !== undefined ? unread : "<column>";
    return `${JSON.stringify(role)}: ${JSON.stringify(column)}`;
  });
  const format = unread === undefined ? "" : ', "timestampFormat": "%d.%m.%Y %H:%M:%S"';
  const mapping = `{${example.join(", ")}${format}}`;
  const pattern = unread === undefined ? "" : " with the pattern of these times";
  const it = unknown.length === 1 ? "it" : "them";
  return isLeft
    ? `Name ${it} in the mapping, for example ${mapping}${pattern}.`
    : `The file has no further column: export it with one for ${unknown.join(", ")}, and name ${it} in the mapping, for example ${mapping}.`;
}
