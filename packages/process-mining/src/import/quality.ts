import type { Doubt } from "./doubt.ts";
import type { ColumnQuality, ColumnRole, LogQuality } from "./import-result.ts";

/**
 * Rates a log: 70 % for the share of records that could be kept, 30 % for how complete its roles are, less the points of
 * what is in doubt.
 */
export function rateQuality(counts: {
  readonly records: number;
  readonly events: number;
  /** Records with a readable value, by role that has a column. */
  readonly readable: Partial<Record<ColumnRole, number>>;
  readonly doubts: readonly Doubt[];
  readonly columns: readonly ColumnQuality[];
}): LogQuality {
  const validShare = counts.records === 0 ? 0 : counts.events / counts.records;
  const completeness: Partial<Record<ColumnRole, number>> = {};
  let sum = 0;
  let roles = 0;
  for (const [role, readable] of Object.entries(counts.readable) as [ColumnRole, number][]) {
    const share = counts.records === 0 ? 0 : readable / counts.records;
    completeness[role] = share;
    sum += share;
    roles++;
  }
  const rated = 100 * (0.7 * validShare + (roles === 0 ? 0 : (0.3 * sum) / roles));
  const doubted = counts.doubts.reduce((points, doubt) => points + doubt.points, 0);
  const score = Math.max(0, Math.round(10 * (rated - doubted)) / 10);
  return { score, validShare, completeness, columns: counts.columns };
}
