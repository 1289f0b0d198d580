import type { IsoTimeReader } from "./iso-time.ts";

const [DOT, UPPER_T, UPPER_Z, SPACE, ZERO] = [46, 84, 90, 32, 48];
/** As many bytes from the beginning of a time on must be there to be read. */
export const PLAIN_TIME_BYTES = 24;
const DATE_BYTES = 10;
const COLONS = 0x3a00003a;

/**
 * Reads the usual shape of a time by words: `2024-02-29T10:00:00`, a blank for the `T` or not, with or without three digits of
 * fraction and `Z`. Such a time has no delimiter in it, so its end needn't be looked for. Days come from `IsoTimeReader`.
 */
export class PlainTimeReader {
  /** Byte behind the time that was read last. */
  end = 0;
  readonly #times: IsoTimeReader;
  #yearWord = 0;
  #monthWord = 0;
  #dayHalf = 0;
  #dayMicros = Number.NaN;

  constructor(times: IsoTimeReader) {
    this.#times = times;
  }

  /**
   * Microseconds since the epoch of the time that begins at `from`; NaN when it has another shape. What stands at `end` is for
   * the caller to judge. `source` and `bytes` are the same bytes, `source` with `PLAIN_TIME_BYTES` from `from` on.
   */
  read(source: DataView, bytes: Uint8Array, from: number): number {
    const year = source.getInt32(from, true);
    const month = source.getInt32(from + 4, true);
    const day = source.getInt16(from + 8, true);
    if (year !== this.#yearWord || month !== this.#monthWord || day !== this.#dayHalf) {
      this.#dayMicros = this.#times.read(bytes, from, from + DATE_BYTES);
      this.#yearWord = year;
      this.#monthWord = month;
      this.#dayHalf = day;
    }
    const hourWord = source.getInt32(from + 10, true);
    const minuteWord = source.getInt32(from + 13, true);
    const secondWord = source.getInt32(from + 16, true);
    const hour = middleDigits(hourWord);
    const minute = middleDigits(minuteWord);
    const second = middleDigits(secondWord);
    const separator = hourWord & 0xff;
    if (
      hour > 23 ||
      minute > 59 ||
      second > 59 ||
      (separator !== UPPER_T && separator !== SPACE) ||
      (minuteWord & 0xff0000ff) !== COLONS
    )
      return Number.NaN;
    const whole = this.#dayMicros + hour * 3_600e6 + minute * 60e6 + second * 1e6;
    const behind = secondWord >>> 24;
    if (behind !== DOT) {
      this.end = from + (behind === UPPER_Z ? 20 : 19);
      return whole;
    }
    const tail = source.getInt32(from + 20, true);
    const tenths = (tail & 0xff) - ZERO;
    const rest = middleDigits(tail);
    if (tenths < 0 || tenths > 9 || rest > 99) return Number.NaN;
    this.end = from + (tail >>> 24 === UPPER_Z ? 24 : 23);
    return whole + tenths * 100_000 + rest * 1000;
  }
}

/** The number of the two digits in the middle of a word; above 99 when they aren't digits. */
function middleDigits(word: number): number {
  const digits = ((word >>> 8) & 0xffff) - 0x3030;
  // A byte above 9, or one that borrowed, has its top bit set in the sum or the difference.
  if (((digits | (digits + 0x7676)) & 0x8080) !== 0) return 100;
  return (digits & 0xff) * 10 + (digits >> 8);
}
