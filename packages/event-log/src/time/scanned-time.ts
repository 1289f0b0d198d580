import type { ZoneMark } from "./zones.ts";

/** In which order a date of three numbers stands. */
export type DateOrder = "ymd" | "ydm" | "dmy" | "mdy";

/** Units of numbers that count time; `filetime` and `ticks` are .NET's and Windows' tenths of a microsecond. */
export type NumberUnit =
  | "seconds"
  | "milliseconds"
  | "microseconds"
  | "nanoseconds"
  | "ticks"
  | "filetime"
  | "webkit"
  | "excel";

export type ScannedDate =
  /** Three numbers; `yearDigits` is 4 where one has as many, which is then `a` or `c`. */
  | {
      readonly kind: "numbers";
      readonly a: number;
      readonly b: number;
      readonly c: number;
      readonly yearDigits: 2 | 4;
      readonly isYearFirst: boolean;
      readonly separator: string;
    }
  | { readonly kind: "days"; readonly days: number; readonly form: "named" | "compact" | "iso" }
  | { readonly kind: "count"; readonly unit: NumberUnit; readonly digits: string };

export interface ScannedClock {
  /** Seconds since midnight, 86,400 for 24:00. */
  readonly seconds: number;
  readonly nanos: number;
  readonly hasMeridiem: boolean;
}

/** The parts of a time in a text, before day and month are known. */
export interface ScannedTime {
  readonly date: ScannedDate | null;
  readonly clock: ScannedClock | null;
  readonly zone: ZoneMark | null;
  /** strptime pattern with `<date>` in place of three numbers; null where strptime can't say it. */
  readonly pattern: string | null;
}
