import { formatsIn, type Language } from "@longhaul/domain";
import type { Cell, Quantity } from "@longhaul/rendering";

/** Figures with how they are written for people. */
export interface Quantities {
  readonly count: (value: number) => Quantity;
  /** A length of time; the value is in seconds. */
  readonly duration: (seconds: number) => Quantity;
  /** A length of time that may be unknown. */
  readonly durationCell: (seconds: number | null | undefined) => Cell;
  /** A share of 0 to 1; the value is in percent. */
  readonly percent: (share: number) => Quantity;
  /** A difference of shares of 0 to 1, in percentage points, which carry no sign of their own. */
  readonly points: (difference: number) => Quantity;
  /** A change with its sign, in the words of `write`. */
  readonly change: (difference: number, write: (size: number) => Quantity) => Quantity;
}

/** How figures are written in a language. */
export function quantitiesIn(language: Language): Quantities {
  const formats = formatsIn(language);
  // As its text rounds: a spreadsheet shows the same.
  const tenths = (value: number): number =>
    Number(value.toLocaleString("en", { maximumFractionDigits: 1, useGrouping: false }));
  const duration = (seconds: number): Quantity => ({
    value: Number(seconds.toFixed(3)),
    text: formats.span(seconds),
    unit: "s",
  });
  return {
    count: (value) => ({ value, text: formats.number(value) }),
    duration,
    durationCell: (seconds) =>
      seconds === null || seconds === undefined || !Number.isFinite(seconds) ? null : duration(seconds),
    percent: (share) => ({ value: tenths(100 * share), text: formats.percent(share), unit: "%" }),
    points: (difference) => ({
      value: tenths(100 * difference),
      text: formats.decimal(100 * difference, 1),
    }),
    change: (difference, write) => {
      const size = write(Math.abs(difference));
      if (size.value === 0) return { ...size, text: "±0" };
      const isLess = difference < 0;
      return { ...size, value: isLess ? -size.value : size.value, text: `${isLess ? "−" : "+"}${size.text}` };
    },
  };
}
