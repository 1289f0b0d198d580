import { storableText } from "@longhaul/domain";
import { momentOf } from "../time/read-time.ts";
import { scanTime } from "../time/scan-time.ts";
import type { DetectedTimeFormat } from "../time/time-format.ts";
import type { Doubt } from "./doubt.ts";
import { listNames } from "./detect-columns.ts";
import type { ImportMapping } from "./import-options.ts";
import { ImportRefusal } from "./import-refusal.ts";
import type { StagedProfile } from "./profile-columns.ts";
import { plainName } from "./roles/name-fit.ts";
import type { StagedLog } from "./staged-log.ts";

/** Names of columns that say which of two events of one time comes first. */
const ORDER_NAMES =
  /^(?:sorting|sort|sort order|sort key|sort index|sequence|sequence (?:number|no|nr|id)|seq|seq (?:number|no|nr|id)|order index|event (?:order|index|sequence|number|no|nr|seq)|step (?:number|no|nr|index)|(?:row|line|event|history|log|audit) (?:number|no|id|index)|eventid|reihenfolge|laufnummer|laufende nummer|lfd nr|ordre|numéro d ordre|orden|secuencia|ordine|sequenza|ordem|sequência|volgnummer|kolejność|порядок|порядковый номер|sıra|sıra no|ordning|løbenummer|järjestys)$/u;
/** Steps between rows that are backward in time, from which a file runs backward. */
const BACKWARD_SHARE = 0.95;
const fewSteps = 5;

/** The column that the caller names for the order of events of one time. */
export function orderColumn(log: StagedLog, { order }: ImportMapping): number | undefined {
  if (order === undefined) return undefined;
  const names = log.columns.map(({ name }) => name);
  const index = names.findIndex((name) => name.trim().toLowerCase() === storableText(order).trim().toLowerCase());
  if (index >= 0) return index;
  throw new ImportRefusal(
    "ColumnNotFound",
    `The mapping names "${order}" as order, but the file has no such column. Its columns are: ${listNames(names)}.`,
    { columns: names },
  );
}

export interface EventOrder {
  /** SQL that orders the events of a case before their place in the file does; null where the place is enough. */
  readonly sql: string | null;
  /** The column of sequence numbers. */
  readonly column?: string;
  /** Whether more than the place in the file tells the order. */
  readonly isTold: boolean;
  readonly doubts: readonly Doubt[];
}

/**
 * The order of events that have the same time: by digits below the microsecond, then by a column of sequence numbers, then by
 * their place in the file, from its end where the file is written newest first.
 */
export function orderOfEvents(
  log: StagedLog,
  profile: StagedProfile,
  time: {
    readonly index: number;
    readonly format: DetectedTimeFormat | null;
    readonly sql: string;
    readonly nanosSql: string | null;
  } | null,
  caseIndex: number,
  given: number | undefined,
  roleIndexes: ReadonlySet<number>,
): EventOrder {
  const parts: string[] = [];
  if (time !== null && time.nanosSql !== null) parts.push(time.sql, time.nanosSql);
  const column =
    given ??
    log.columns.findIndex(
      ({ name }, index) =>
        !roleIndexes.has(index) && ORDER_NAMES.test(plainName(name)) && isWhole(profile.values[index] ?? []),
    );
  const found = log.columns[column];
  if (found !== undefined) parts.push(`TRY_CAST(${found.sql} AS DOUBLE)`);
  const isBackward = time !== null && found === undefined && runsBackward(profile, time.index, time.format, caseIndex);
  if (isBackward) parts.push("-row_index");
  const doubts: Doubt[] = isBackward
    ? [
        {
          kind: "NewestFirst",
          detail: "The file is written newest first: events of one time are taken in the reverse order of the file.",
          points: 0,
        },
      ]
    : [];
  return {
    sql: parts.length === 0 ? null : parts.join(", "),
    isTold: found !== undefined || (time !== null && time.nanosSql !== null),
    ...(found === undefined ? {} : { column: found.name }),
    doubts,
  };
}

const isWhole = (values: readonly string[]): boolean =>
  values.length > 0 && values.every((value) => /^-?\d{1,15}(?:\.0+)?$/.test(value.trim()));

/** Whether time runs backward from row to row: inside the cases, or where they never change it, in the whole file. */
function runsBackward(
  profile: StagedProfile,
  index: number,
  format: DetectedTimeFormat | null,
  caseIndex: number,
): boolean {
  const inCases = { forward: 0, backward: 0 };
  const inFile = { forward: 0, backward: 0 };
  const last = new Map<string, number>();
  let before: number | null = null;
  for (const row of profile.rows.slice(0, profile.gapAt)) {
    const text = row[index];
    const owner = row[caseIndex];
    const scanned = typeof text === "string" ? scanTime(text) : null;
    const moment = scanned === null || format === null ? null : momentOf(scanned, format.format.rule);
    if (moment === null || typeof owner !== "string") continue;
    const now = moment.seconds + moment.nanos / 1e9;
    count(inFile, before, now);
    count(inCases, last.get(owner) ?? null, now);
    before = now;
    last.set(owner, now);
  }
  const isBackward = ({ forward, backward }: { forward: number; backward: number }): boolean | null =>
    forward + backward < fewSteps ? null : backward >= BACKWARD_SHARE * (forward + backward);
  return isBackward(inCases) ?? isBackward(inFile) ?? false;
}

function count(steps: { forward: number; backward: number }, before: number | null, now: number): void {
  if (before === null || before === now) return;
  if (now > before) steps.forward++;
  else steps.backward++;
}
