import { storableText } from "@longhaul/domain";
import type { DetectedTimeFormat } from "../time/time-format.ts";
import type { Doubt } from "../terms/doubt.ts";
import { listNames } from "./detect-columns.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import type { StagedProfile } from "./profile-columns.ts";
import { runsBackward } from "./runs-backward.ts";
import type { SampleEvent } from "./sample-events.ts";
import { doubtUnreadPlaces, findSequence, ownersOf, placesIn, unreadPlaces } from "./sequence-column.ts";
import { placeSql } from "./sequence-places.ts";
import type { StagedLog } from "../staging/staged-log.ts";

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
  /** Whether the order is known by more than the place in the file. */
  readonly isKnown: boolean;
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
  events: readonly SampleEvent[],
  given: number | undefined,
  roleIndexes: ReadonlySet<number>,
): EventOrder {
  const parts: string[] = [];
  if (time !== null && time.nanosSql !== null) parts.push(time.sql, time.nanosSql);
  const others = log.columns.flatMap(({ name }, index) =>
    roleIndexes.has(index) ? [] : [{ index, name, isTime: profile.times[index]?.isWeak === false }],
  );
  const sequence =
    given === undefined
      ? findSequence(others, profile.rows, events)
      : { index: given, places: placesIn(profile.rows, given, ownersOf(profile.rows, events)) };
  const found = sequence === null ? undefined : log.columns[sequence.index];
  if (sequence !== null && found !== undefined)
    parts.push(...(sequence.places === null ? [found.sql] : placeSql(found.sql, sequence.places.form)));
  const isBackward =
    time !== null && found === undefined && runsBackward(events.filter(({ at }) => at < profile.gapAt));
  if (isBackward) parts.push("-row_index");
  const unread = found === undefined && given === undefined ? doubtUnreadPlaces(others, profile.rows, events) : [];
  const isOfTexts = sequence?.places === null && found?.type === "VARCHAR" && profile.times[sequence.index] === null;
  const newestFirst: Doubt = {
    kind: "NewestFirst",
    detail: "The file is written newest first: events of one time are taken in the reverse order of the file.",
    points: 0,
  };
  const doubts = [
    ...unread,
    ...(isOfTexts ? [unreadPlaces(found.name, "by their texts")] : []),
    ...(isBackward ? [newestFirst] : []),
  ];
  return {
    sql: parts.length === 0 ? null : parts.join(", "),
    isKnown: found !== undefined || (time !== null && time.nanosSql !== null),
    ...(found === undefined ? {} : { column: found.name }),
    doubts,
  };
}
