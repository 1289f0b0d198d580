import type { LogFilters } from "@longhaul/event-log";
import type { FilterParameters, FiltersParameter, TimeWindowParameter } from "./filters-parameter.ts";
import { periodOf } from "./period-of.ts";

/** All that a request filters by, as one; null without any. */
export function filtersOf({ timeWindow, filters }: FilterParameters): FiltersParameter | null {
  if (timeWindow === undefined && filters === undefined) return null;
  return timeWindow === undefined ? { ...filters } : { ...filters, timeWindow };
}

/** Filters as the engine takes them. */
export function toLogFilters(filters: FiltersParameter): LogFilters {
  const { timeWindow, attributes, durations, transitions, ...same } = filters;
  return {
    ...same,
    ...(timeWindow === undefined ? {} : { timeWindow: windowOf(timeWindow) }),
    ...(attributes === undefined
      ? {}
      : { attributes: attributes.map(({ min, max, ...rest }) => ({ ...rest, ...boundsOf(min, max) })) }),
    ...(durations === undefined ? {} : { durations: { min: durations.minSec, max: durations.maxSec } }),
    ...(transitions === undefined
      ? {}
      : {
          transitions: transitions.map(({ minSec, maxSec, ...rest }) => ({
            ...rest,
            seconds: { min: minSec, max: maxSec },
          })),
        }),
  };
}

const windowOf = ({ cases = "started", ...dates }: TimeWindowParameter) => ({ rule: cases, ...periodOf(dates) });

function boundsOf(min: number | string | undefined, max: number | string | undefined) {
  const { startMs = 0, endMs = 0 } = periodOf({
    ...(typeof min === "string" ? { startDate: min } : {}),
    ...(typeof max === "string" ? { endDate: max } : {}),
  });
  return {
    from: typeof min === "string" ? { atMs: startMs } : min,
    to: typeof max === "string" ? { beforeMs: endMs } : max,
  };
}
