import { shorten, type FaultDetail } from "@longhaul/domain";

/** So many faults of a request are told; whoever looks for them may stop when there is one more. */
export const MAX_FAULTS = 100;
const MAX_POINTER = 500;
const MAX_DETAIL = 1000;
/** Of all faults of an answer as JSON, where a character may take six bytes. */
const MAX_BYTES = 128_000;

/** The faults that are told of many: so many, each so long, and so much in all. */
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
