import type { TimeWindow } from "../log/time-window.ts";

/** Bounds, both inclusive; a missing one is open. */
export interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** What an event's value in a column may be: every condition given must hold. */
export interface AttributeFilter {
  /** A column of the event table. */
  readonly column: string;
  /** Which events of a case must match; default `anyEvent`. */
  readonly of?: "anyEvent" | "everyEvent" | "firstEvent" | undefined;
  /** A text equals as it stands, a number by its value; null = no value. */
  readonly values?: readonly AttributeValue[] | undefined;
  readonly except?: readonly AttributeValue[] | undefined;
  /** A number, or a time in milliseconds since the epoch. */
  readonly from?: number | { readonly atMs: number } | undefined;
  /** A number, inclusive, or a time, exclusive. */
  readonly to?: number | { readonly beforeMs: number } | undefined;
}

export type AttributeValue = string | number | boolean | null;

/** Two activities, one after the other, and how long it takes from the one to the other. */
export interface TransitionFilter {
  readonly from: string;
  readonly to: string;
  /** Whether nothing lies between them; true when absent. Else `to` is the next of its kind after `from`. */
  readonly directly?: boolean | undefined;
  /** From the completion of `from` to the completion of `to`. */
  readonly seconds?: Bounds | undefined;
  /** Whether cases are kept that have such a transition (`some`, when absent) or that have none. */
  readonly occurs?: "some" | "none" | undefined;
}

/** Which variants are kept; every condition given must hold. Frequencies are among the cases that the other filters leave. */
export interface VariantFilter {
  readonly mostFrequent?: number | undefined;
  /** The fewest variants, most frequent first, that cover this share of the cases, 0 to 1. */
  readonly coverShare?: number | undefined;
  readonly minCases?: number | undefined;
  /** Sequences of activities. */
  readonly paths?: readonly (readonly string[])[] | undefined;
  readonly exceptPaths?: readonly (readonly string[])[] | undefined;
}

/**
 * Which part of a log is looked at. Filters keep or leave out whole cases, in the order of the keys here, and all must
 * hold; `keepEvents` and `dropEvents` then take events out of the cases that are left.
 */
export interface LogFilters {
  readonly timeWindow?: TimeWindow | undefined;
  readonly attributes?: readonly AttributeFilter[] | undefined;
  /** Events of a case. */
  readonly caseLength?: Bounds | undefined;
  /** Seconds from a case's earliest start to its latest completion. */
  readonly durations?: Bounds | undefined;
  readonly activities?:
    | {
        readonly anyOf?: readonly string[] | undefined;
        readonly allOf?: readonly string[] | undefined;
        readonly noneOf?: readonly string[] | undefined;
        readonly keepEvents?: readonly string[] | undefined;
        readonly dropEvents?: readonly string[] | undefined;
      }
    | undefined;
  readonly startActivities?: readonly string[] | undefined;
  readonly endActivities?: readonly string[] | undefined;
  readonly transitions?: readonly TransitionFilter[] | undefined;
  readonly variants?: VariantFilter | undefined;
}

/** What one filter left. */
export interface FilterStep {
  /** Its path within the filters: `durations`, `attributes[0]`, `activities.noneOf`. */
  readonly filter: string;
  readonly casesLeft: number;
  readonly eventsLeft: number;
}
