import type { DetectedTimeFormat } from "../time/time-format.ts";

export interface ColumnProfile {
  readonly name: string;
  /** Format of its times; null when most of its values are no times. A column of a time type has one of share 1. */
  readonly time: DetectedTimeFormat | null;
}
