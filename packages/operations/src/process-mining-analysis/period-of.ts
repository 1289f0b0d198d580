const DAY_MS = 86_400_000;
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const HAS_ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/;

/** A period in milliseconds since the epoch: start inclusive, end exclusive, a missing bound open. */
export interface Period {
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
}

/** The period between two dates or times, both inclusive: a date is the whole day, and all is UTC unless it says otherwise. */
export function periodOf({ startDate, endDate }: { readonly startDate?: string; readonly endDate?: string }): Period {
  return {
    startMs: startDate === undefined ? undefined : parse(startDate),
    endMs: endDate === undefined ? undefined : parse(endDate) + (DATE_ONLY.test(endDate) ? DAY_MS : 1),
  };
}

function parse(text: string): number {
  return Date.parse(DATE_ONLY.test(text) || HAS_ZONE.test(text) ? text : `${text}Z`);
}
