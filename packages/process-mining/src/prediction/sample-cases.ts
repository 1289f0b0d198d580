import { seededRandom } from "@longhaul/domain";
import type { EventLog } from "@longhaul/event-log";
import { shuffle } from "../numbers/shuffle.ts";

/** The cases, or as many of them, chosen at random, as have at most `mostRows` events together; in case order. */
export function sampleCases(log: EventLog, cases: Uint32Array, mostRows: number, seed: number): Uint32Array {
  const order = cases.slice();
  shuffle(order, seededRandom(seed));
  let rows = 0;
  let kept = 0;
  for (const caseIndex of order) {
    rows += (log.caseOffsets[caseIndex + 1] ?? 0) - (log.caseOffsets[caseIndex] ?? 0);
    if (rows > mostRows && kept > 0) break;
    kept++;
  }
  return order.subarray(0, kept).sort();
}
