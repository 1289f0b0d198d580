import type { Priority } from "./priority.ts";

/** What an operation may use while it runs. */
export interface ResourceAllocation {
  readonly cpuUnits: number;
  readonly memoryGb: number;
}

/** Prices in US dollars. */
export interface Tariff {
  readonly perCpuUnitHour: number;
  readonly perMemoryGbHour: number;
}

export const DEFAULT_TARIFF: Tariff = { perCpuUnitHour: 0.5, perMemoryGbHour: 0.05625 };

/** Steps by number of input records; High and Critical move one step up. */
const STEPS: readonly { readonly upToRecords: number; readonly cpuUnits: number; readonly memoryGb: number }[] = [
  { upToRecords: 100_000, cpuUnits: 1, memoryGb: 1 },
  { upToRecords: 1_000_000, cpuUnits: 1, memoryGb: 2 },
  { upToRecords: 10_000_000, cpuUnits: 2, memoryGb: 4 },
  { upToRecords: 50_000_000, cpuUnits: 4, memoryGb: 8 },
  { upToRecords: Number.POSITIVE_INFINITY, cpuUnits: 8, memoryGb: 16 },
];

/** The default allocation of an operation: by the size of its input, one step more for High and Critical. */
export function allocateResources(inputRecords: number | null, priority: Priority): ResourceAllocation {
  const step = STEPS.findIndex((candidate) => (inputRecords ?? 0) <= candidate.upToRecords);
  const raised = priority === "High" || priority === "Critical" ? step + 1 : step;
  const chosen = STEPS[Math.min(raised, STEPS.length - 1)] ?? { cpuUnits: 1, memoryGb: 1 };
  return { cpuUnits: chosen.cpuUnits, memoryGb: chosen.memoryGb };
}

/** Cost in US dollars of holding an allocation for some seconds. */
export function allocationCost(allocation: ResourceAllocation, seconds: number, tariff: Tariff): number {
  const perHour = allocation.cpuUnits * tariff.perCpuUnitHour + allocation.memoryGb * tariff.perMemoryGbHour;
  return (perHour * Math.max(0, seconds)) / 3600;
}
