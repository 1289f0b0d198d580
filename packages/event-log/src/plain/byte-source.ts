import { PLAIN_TIME_BYTES } from "./plain-time.ts";
import { SLACK_BYTES } from "./text-hash.ts";

/** A part of a file in memory, by bytes and by words. */
export interface ByteSource {
  readonly bytes: Uint8Array;
  /** The same bytes and some behind them, so that a time or a word that begins at the last byte can be read. */
  readonly view: DataView;
}

export function emptySource(size: number): ByteSource {
  const whole = new Uint8Array(size + Math.max(SLACK_BYTES, PLAIN_TIME_BYTES));
  return { bytes: whole.subarray(0, size), view: new DataView(whole.buffer) };
}
