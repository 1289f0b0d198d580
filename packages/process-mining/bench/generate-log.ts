import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { seededRandom } from "@longhaul/domain";

const HOUR_MS = 3_600_000;
const FIRST_ARRIVAL_MS = Date.UTC(2024, 0, 1);

interface Step {
  readonly name: string;
  /** Median wait before the step in hours; waits are lognormal. */
  readonly waitHours: number;
  readonly sigma: number;
  readonly team: number;
  /** Follow-up steps with their weights; null ends the case. */
  readonly next: readonly (readonly [string | null, number])[];
}

// An order-to-cash process with optional checks, rework loops, a slow approval and a late payment tail.
const steps: readonly Step[] = [
  {
    name: "Order received",
    waitHours: 0,
    sigma: 0,
    team: 0,
    next: [
      ["Credit checked", 88],
      ["Order changed", 7],
      ["Order cancelled", 5],
    ],
  },
  {
    name: "Order changed",
    waitHours: 6,
    sigma: 1,
    team: 0,
    next: [
      ["Credit checked", 90],
      ["Order changed", 10],
    ],
  },
  {
    name: "Credit checked",
    waitHours: 2,
    sigma: 0.8,
    team: 1,
    next: [
      ["Stock reserved", 66],
      ["Approval requested", 34],
    ],
  },
  {
    name: "Approval requested",
    waitHours: 1,
    sigma: 0.6,
    team: 1,
    next: [
      ["Approved", 80],
      ["Clarification asked", 14],
      ["Rejected", 6],
    ],
  },
  { name: "Clarification asked", waitHours: 8, sigma: 1.1, team: 1, next: [["Clarification received", 100]] },
  { name: "Clarification received", waitHours: 30, sigma: 1.2, team: 0, next: [["Approval requested", 100]] },
  { name: "Approved", waitHours: 52, sigma: 1, team: 2, next: [["Stock reserved", 100]] },
  { name: "Rejected", waitHours: 40, sigma: 1, team: 2, next: [["Customer informed", 100]] },
  {
    name: "Stock reserved",
    waitHours: 3,
    sigma: 0.9,
    team: 3,
    next: [
      ["Goods picked", 86],
      ["Back-ordered", 14],
    ],
  },
  {
    name: "Back-ordered",
    waitHours: 12,
    sigma: 1,
    team: 3,
    next: [
      ["Stock reserved", 85],
      ["Customer informed", 15],
    ],
  },
  {
    name: "Goods picked",
    waitHours: 10,
    sigma: 0.7,
    team: 3,
    next: [
      ["Goods packed", 96],
      ["Stock reserved", 4],
    ],
  },
  {
    name: "Goods packed",
    waitHours: 2,
    sigma: 0.5,
    team: 3,
    next: [
      ["Goods shipped", 74],
      ["Quality checked", 26],
    ],
  },
  {
    name: "Quality checked",
    waitHours: 5,
    sigma: 0.8,
    team: 4,
    next: [
      ["Goods shipped", 82],
      ["Goods reworked", 18],
    ],
  },
  { name: "Goods reworked", waitHours: 14, sigma: 1, team: 4, next: [["Quality checked", 100]] },
  { name: "Goods shipped", waitHours: 9, sigma: 0.6, team: 5, next: [["Invoice sent", 100]] },
  {
    name: "Invoice sent",
    waitHours: 20,
    sigma: 0.9,
    team: 6,
    next: [
      ["Payment received", 76],
      ["Reminder sent", 20],
      ["Invoice disputed", 4],
    ],
  },
  {
    name: "Reminder sent",
    waitHours: 340,
    sigma: 0.4,
    team: 6,
    next: [
      ["Payment received", 72],
      ["Reminder sent", 23],
      ["Invoice disputed", 5],
    ],
  },
  {
    name: "Invoice disputed",
    waitHours: 90,
    sigma: 1,
    team: 6,
    next: [
      ["Credit note issued", 45],
      ["Dispute settled", 55],
    ],
  },
  { name: "Dispute settled", waitHours: 120, sigma: 1, team: 6, next: [["Payment received", 100]] },
  {
    name: "Credit note issued",
    waitHours: 60,
    sigma: 0.8,
    team: 6,
    next: [
      ["Payment received", 40],
      ["Case closed", 60],
    ],
  },
  {
    name: "Payment received",
    waitHours: 260,
    sigma: 0.8,
    team: 7,
    next: [
      ["Case closed", 92],
      ["Goods returned", 8],
    ],
  },
  {
    name: "Goods returned",
    waitHours: 150,
    sigma: 0.7,
    team: 5,
    next: [
      ["Refund paid", 78],
      ["Case closed", 22],
    ],
  },
  { name: "Refund paid", waitHours: 36, sigma: 0.8, team: 7, next: [["Case closed", 100]] },
  { name: "Order cancelled", waitHours: 15, sigma: 1.1, team: 0, next: [["Customer informed", 100]] },
  { name: "Customer informed", waitHours: 4, sigma: 0.9, team: 0, next: [["Case closed", 100]] },
  { name: "Case closed", waitHours: 24, sigma: 0.5, team: 7, next: [[null, 100]] },
];
const MEAN_HOURS_BETWEEN_ARRIVALS = 0.05;

/** A binary heap of pending events, earliest first, so that the file can be written in time order without holding it. */
class EventHeap {
  readonly #items: { timeMs: number; caseNumber: number; step: number }[] = [];
  get earliestMs(): number {
    return this.#items[0]?.timeMs ?? Number.POSITIVE_INFINITY;
  }
  push(timeMs: number, caseNumber: number, step: number): void {
    const items = this.#items;
    const item = { timeMs, caseNumber, step };
    items.push(item);
    let at = items.length - 1;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = items[parentAt];
      if (parent === undefined || parent.timeMs <= timeMs) break;
      items[at] = parent;
      at = parentAt;
    }
    items[at] = item;
  }
  pop(): { timeMs: number; caseNumber: number; step: number } | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      let child = items[childAt];
      if (child === undefined) break;
      const right = items[childAt + 1];
      if (right !== undefined && right.timeMs < child.timeMs) {
        child = right;
        childAt++;
      }
      if (child.timeMs >= last.timeMs) break;
      items[at] = child;
      at = childAt;
    }
    items[at] = last;
    return top;
  }
}

/**
 * Write a CSV event log of exactly `eventCount` rows in time order: columns case_id, activity, timestamp, resource.
 * Deterministic for a seed. Memory is bounded by the cases that are open at the same time.
 */
export async function generateLog(path: string, eventCount: number, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const stepNumber = new Map(steps.map((step, index) => [step.name, index]));
  const follow = steps.map(({ next }) => {
    const total = next.reduce((sum, [, weight]) => sum + weight, 0);
    let sum = 0;
    return next.map(([name, weight]) => {
      sum += weight / total;
      return { upTo: sum, step: name === null ? -1 : (stepNumber.get(name) ?? -1) };
    });
  });
  const file = createWriteStream(path, { highWaterMark: 1 << 22 });
  file.write("case_id,activity,timestamp,resource\n");
  const heap = new EventHeap();
  let nextArrivalMs = FIRST_ARRIVAL_MS;
  let caseCount = 0;
  let rows: string[] = [];
  for (let written = 0; written < eventCount; written++) {
    if (heap.earliestMs > nextArrivalMs) {
      heap.push(nextArrivalMs, caseCount++, 0);
      nextArrivalMs += -Math.log(1 - random()) * MEAN_HOURS_BETWEEN_ARRIVALS * HOUR_MS;
    }
    const event = heap.pop();
    const step = event === undefined ? undefined : steps[event.step];
    if (event === undefined || step === undefined) throw new Error("the simulation ran dry");
    // The square skews the work towards the first members of a team.
    const member = Math.floor(random() ** 2 * 30);
    const time = new Date(event.timeMs).toISOString();
    rows.push(`ORD-${String(event.caseNumber).padStart(8, "0")},${step.name},${time},team${step.team}-${member}`);
    const draw = random();
    const choice = follow[event.step]?.find(({ upTo }) => draw < upTo);
    const next = choice === undefined ? undefined : steps[choice.step];
    if (choice !== undefined && next !== undefined) {
      heap.push(
        event.timeMs + next.waitHours * Math.exp(next.sigma * standardNormal(random)) * HOUR_MS,
        event.caseNumber,
        choice.step,
      );
    }
    if (rows.length === 50_000) {
      if (!file.write(`${rows.join("\n")}\n`)) await once(file, "drain");
      rows = [];
    }
  }
  if (rows.length > 0) file.write(`${rows.join("\n")}\n`);
  file.end();
  await once(file, "finish");
}

/** Standard normal by Box and Muller, A Note on the Generation of Random Normal Deviates (1958). */
function standardNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
