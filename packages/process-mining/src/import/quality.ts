import type { ColumnRole, LogQuality } from "./import-result.ts";

/** Rates a log: 70 % for the share of records that could be kept, 30 % for how complete its roles are. */
export function rateQuality(counts: {
  readonly records: number;
  readonly events: number;
  /** Records with a readable value, by role that has a column. */
  readonly readable: Partial<Record<ColumnRole, number>>;
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
  const score = Math.round(1000 * (0.7 * validShare + (roles === 0 ? 0 : (0.3 * sum) / roles))) / 10;
  return { score, validShare, completeness };
}
