import { nameFit } from "../roles/name-fit.ts";
import { looksLikeTime } from "../time/detect-time-format.ts";
import { areMinutes } from "../doubts/doubt-lost-clocks.ts";
import type { ErrorTally } from "../terms/error-tally.ts";
import type { ImportErrorSummary } from "../terms/import-error.ts";
import type { StagedProfile } from "../columns/profile-columns.ts";
import type { StagedLog } from "../staging/staged-log.ts";

/** The column that is called a timestamp but doesn't hold enough times, with a sentence on it; null when there is none. */
export function findUnreadTimes(
  log: StagedLog,
  profile: StagedProfile,
): { readonly column: string | undefined; readonly detail: string } | null {
  const index = log.columns.findIndex(({ name }) => nameFit(name, "timestamp") > 0.5);
  const column = log.columns[index]?.name;
  if (column === undefined) return null;
  const values = profile.values[index] ?? [];
  if (values.length === 0) return { column: undefined, detail: `The column "${column}" has no values. ` };
  const unread = values.find((value) => !looksLikeTime(value)) ?? values[0];
  const isCut = areMinutes(column, values)
    ? " They seem to be minutes and seconds whose date and hours are lost, as spreadsheets write times in the format mm:ss: give the cells a format with all of it, and export them anew."
    : "";
  return {
    column,
    detail: `The column "${column}" has the name of a timestamp, but fewer than half of its values read as times in one format (for example ${JSON.stringify(unread)}).${isCut} `,
  };
}

/** How often an error is in the file, and where first. */
function describeError({ type, count, examples: [example] }: ImportErrorSummary): string {
  const { line, row, element, column, value } = example ?? {};
  const place = line === undefined ? (element ?? (row === undefined ? "" : `row ${row}`)) : `line ${line}`;
  if (place === "") return `${count} × ${type}`;
  const inColumn = type === "Value Too Long" ? `, column ${JSON.stringify(column)}` : "";
  const shown = value === undefined ? "" : `: ${type.endsWith("Too Long") ? value : JSON.stringify(value)}`;
  return `${count} × ${type} (first at ${place}${inColumn}${shown})`;
}

/** Why a file yielded no row at all. */
export function noEventsMessage(tally: ErrorTally): string {
  const errors = tally.summaries();
  if (errors.length === 0) return "The file has no records.";
  return `No record of the file can be used: ${errors.map(describeError).join(", ")}.`;
}

/** The line of the first error of a file of text. */
export function firstLine(tally: ErrorTally): { readonly line?: number } {
  const lines = tally.summaries().flatMap(({ examples }) => examples.flatMap(({ line }) => line ?? []));
  return lines.length === 0 ? {} : { line: Math.min(...lines) };
}

/** Why none of the rows can be an event, with the first place of each error. */
export function allInvalidMessage(log: StagedLog): string {
  const parts = log.tally
    .summaries()
    .filter(({ resolved }) => !resolved)
    .map(describeError);
  return `None of the ${log.rows} records can be used: ${parts.join(", ")}. Correct the file, or name columns and timestampFormat in the mapping.`;
}
