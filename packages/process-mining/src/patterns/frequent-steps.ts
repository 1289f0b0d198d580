import type { EventLog } from "@longhaul/event-log";

/** Steps that are looked at, those in the most cases first; each takes a byte a case. */
const MOST_STEPS = 30;
/** A step in fewer of the cases, or in more, has hardly room to change. */
const LEAST_SHARE = 0.05;
const MOST_SHARE = 0.95;

/** A step from one activity to another, and in which of the cases it is. */
export interface FrequentStep {
  readonly from: number;
  readonly to: number;
  /** 1 or 0 by place of the case in the order in which they are given. */
  readonly isIn: Uint8Array;
}

/** The steps that are in some of the cases and not in others. */
export function frequentSteps(log: EventLog, cases: Uint32Array): FrequentStep[] {
  const size = log.activities.length;
  const lastOwner = new Map<number, number>();
  const counts = new Map<number, number>();
  const eachStep = (owner: number, use: (key: number) => void): void => {
    const end = log.caseOffsets[owner + 1] ?? 0;
    for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < end; row++)
      use((log.activity[row - 1] ?? 0) * size + (log.activity[row] ?? 0));
  };
  for (const owner of cases) {
    eachStep(owner, (key) => {
      if (lastOwner.get(key) === owner) return;
      lastOwner.set(key, owner);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    });
  }
  const chosen = [...counts]
    .filter(([, count]) => count >= LEAST_SHARE * cases.length && count <= MOST_SHARE * cases.length)
    .toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_STEPS);
  const isIn = new Map(chosen.map(([key]) => [key, new Uint8Array(cases.length)]));
  for (const [at, owner] of cases.entries()) {
    eachStep(owner, (key) => {
      const marks = isIn.get(key);
      if (marks !== undefined) marks[at] = 1;
    });
  }
  return [...isIn].map(([key, marks]) => ({ from: Math.floor(key / size), to: key % size, isIn: marks }));
}
