import type { Doubt } from "../terms/doubt.ts";
import type { ColumnQuality, ColumnRole, LogQuality } from "../terms/import-result.ts";
import {
  dimensionOfDoubt,
  qualityDimensions,
  type DimensionQuality,
  type QualityDimension,
} from "../terms/quality-dimensions.ts";
import type { TableFaults } from "./table-faults.ts";

/** The input of `rateQuality`. */
export interface RatedLog {
  readonly records: number;
  readonly events: number;
  readonly cases: number;
  /** Records with a readable value, by role that has a column. */
  readonly readable: Partial<Record<ColumnRole, number>>;
  readonly faults: TableFaults;
  readonly doubts: readonly Doubt[];
  readonly columns: readonly ColumnQuality[];
}

/** Rates a log: 100 minus the points that each quality dimension loses. A dimension counts one kind of fault. */
export function rateQuality(log: RatedLog): LogQuality {
  const { records, events, readable, columns } = log;
  const dimensions = qualityDimensions.map((dimension) => rateDimension(dimension, log));
  const lost = dimensions.reduce((sum, { pointsLost }) => sum + pointsLost, 0);
  const share = (part: number): number => (records === 0 ? 0 : part / records);
  const completeness = Object.entries(readable).map(([role, count]) => [role, share(count)]);
  return {
    score: downTo(1, Math.max(0, 100 - lost)),
    dimensions,
    validShare: share(events),
    completeness: Object.fromEntries(completeness) as Partial<Record<ColumnRole, number>>,
    columns,
  };
}

function rateDimension(dimension: QualityDimension, log: RatedLog): DimensionQuality {
  const doubts = log.doubts.filter(({ kind, points }) => points > 0 && dimensionOfDoubt[kind] === dimension);
  const [affected, of] = COUNTS[dimension](log);
  const measured = of === 0 ? 0 : (100 * affected) / of;
  const pointsLost = doubts.reduce((sum, { points }) => sum + points, measured);
  return {
    dimension,
    score: downTo(1, Math.max(0, 100 - pointsLost)),
    pointsLost: Number(pointsLost.toFixed(4)),
    affected,
    of,
    doubts: [...new Set(doubts.map(({ kind }) => kind))],
  };
}

/** For each dimension: how many have the fault, out of how many that could have it. */
const COUNTS: Readonly<Record<QualityDimension, (log: RatedLog) => readonly [affected: number, of: number]>> = {
  completeness: ({ records, events, readable, faults }) => {
    const roles = Object.keys(readable).length;
    return [(records - events) * roles + faults.missingValues, records * roles];
  },
  uniqueness: ({ events, faults }) => [faults.repeatedRows, events],
  orderKnown: ({ events, cases, faults }) => [faults.simultaneousSteps, Math.max(0, events - cases)],
  plausibleTimes: ({ events, faults }) => [faults.startsAfterEnd, events],
  consistentNames: ({ events, faults }) => [faults.variedNames, events],
  certainRoles: ({ readable }) => [0, Object.keys(readable).length],
};

/** Rounds down, so that a log with a fault never scores 100. */
function downTo(decimals: number, value: number): number {
  const factor = 10 ** decimals;
  return Math.floor(Number((factor * value).toFixed(6))) / factor;
}
