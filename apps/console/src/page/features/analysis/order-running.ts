import type { RunningCase, RunningCases } from "./findings.ts";

export const ORDERS = ["atRisk", "latest"] as const;
export type Order = (typeof ORDERS)[number];

const riskOf = ({ overdueRisk, outcomeRisk }: RunningCase): number => overdueRisk ?? outcomeRisk ?? 0;

/**
 * The cases under way in an order. Results name the first ones of all, a report more of them, the latest ones.
 * @param reported the cases of the report, latest event first; older reports have none
 */
export function orderRunning(
  { latest, atRisk }: RunningCases,
  reported: readonly RunningCase[],
  order: Order,
): readonly RunningCase[] {
  const first = order === "atRisk" && atRisk !== undefined ? atRisk : latest;
  const known = new Set(first.map(({ caseId }) => caseId));
  const others = reported.filter(({ caseId }) => !known.has(caseId));
  return [...first, ...(first === latest ? others : others.toSorted((a, b) => riskOf(b) - riskOf(a)))];
}
