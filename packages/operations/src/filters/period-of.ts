import { endOf, startOf } from "@longhaul/domain";

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** A period in milliseconds since the epoch: start inclusive, end exclusive, a missing bound open. */
export interface Period {
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
}

/** The period between two dates or times, both inclusive: a date is the whole day, and all is UTC unless it says otherwise. */
export function periodOf({ startDate, endDate }: { readonly startDate?: string; readonly endDate?: string }): Period {
  return {
    startMs: startDate === undefined ? undefined : startOf(startDate).getTime(),
    endMs: endDate === undefined ? undefined : lastMoment(endDate) + 1,
  };
}

function lastMoment(text: string): number {
  return DATE_ONLY.test(text) ? endOf(text).getTime() - 1 : startOf(text).getTime();
}
