import { spanText } from "@longhaul/domain";
import type { Cell, Quantity } from "@longhaul/rendering";

export function count(value: number): Quantity {
  return { value, text: value.toLocaleString("en") };
}

/** A length of time; the value is in seconds. */
export function duration(seconds: number): Quantity {
  return {
    value: Number(seconds.toFixed(3)),
    text: spanText(seconds).replace(/^\d+/, (digits) => Number(digits).toLocaleString("en")),
  };
}

/** A length of time that may be unknown. */
export function durationCell(seconds: number | null | undefined): Cell {
  return seconds === null || seconds === undefined || !Number.isFinite(seconds) ? null : duration(seconds);
}

/** A share of 0 to 1; the value is in percent. */
export function percent(share: number): Quantity {
  const value = Number((100 * share).toFixed(1));
  return { value, text: `${value.toFixed(1)} %` };
}

/** A change with its sign, in the words of `write`. */
export function change(difference: number, write: (size: number) => Quantity): Quantity {
  const { value, text } = write(Math.abs(difference));
  if (value === 0) return { value: 0, text: "±0" };
  return difference < 0 ? { value: -value, text: `−${text}` } : { value, text: `+${text}` };
}
