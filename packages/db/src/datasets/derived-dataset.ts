/** A dataset that an operation made; its table is in storage already. */
export interface DerivedDataset {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly tableKey: string;
  readonly tableBytes: number;
  readonly sha256: string;
  readonly columns: readonly Record<string, unknown>[];
  readonly quality: Record<string, unknown>;
  readonly detected: Readonly<Record<string, unknown>>;
  readonly events: number;
  readonly cases: number;
  readonly activities: number;
  /** ISO 8601, UTC; null in a log without times. */
  readonly timeStart: string | null;
  readonly timeEnd: string | null;
  /** What it was made from and how. */
  readonly lineage: Record<string, unknown>;
}
