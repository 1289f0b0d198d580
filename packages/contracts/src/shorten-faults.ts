import { shorten, type FaultDetail } from "@longhaul/domain";

/** A problem lists at most this many faults; a check may stop when it has found one more. */
export const MAX_FAULTS = 100;
const MAX_POINTER = 500;
const MAX_DETAIL = 1000;
/** Most bytes of all faults of an answer as JSON, where a character may take six bytes. */
const MAX_BYTES = 128_000;

/** Limits the number of faults, the length of each, and their total length. */
export function shortenFaults(faults: readonly FaultDetail[]): {
  readonly faults: readonly FaultDetail[];
  readonly isCut: boolean;
} {
  const kept: FaultDetail[] = [];
  let bytes = 0;
  for (const { pointer, detail } of faults.slice(0, MAX_FAULTS)) {
    const fault = { pointer: shorten(pointer, MAX_POINTER), detail: shorten(detail, MAX_DETAIL) };
    bytes += Buffer.byteLength(JSON.stringify(fault));
    if (bytes > MAX_BYTES) break;
    kept.push(fault);
  }
  return { faults: kept, isCut: kept.length < faults.length };
}
