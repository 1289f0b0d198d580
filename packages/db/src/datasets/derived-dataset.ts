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
  /** ISO 8601, UTC. */
  readonly timeStart: string;
  readonly timeEnd: string;
  /** What it was made from and how. */
  readonly lineage: Record<string, unknown>;
}
