import type { DatasetRecord } from "@longhaul/db";
import type { Doubt, ImportedColumn, ImportErrorSummary, ImportMapping } from "@longhaul/event-log";
import type { AppendTarget } from "../phases/protocol.ts";

/** What the import that made a version kept of what it found; an operation that made one keeps less. */
interface KeptDetails {
  readonly mapping?: ImportMapping;
  readonly timestampFormat?: string;
  readonly ambiguous?: boolean;
  readonly orderedBy?: string;
  readonly doubts?: readonly Doubt[];
}

interface KeptQuality {
  readonly errors?: readonly ImportErrorSummary[];
  readonly untimedRows?: number;
}

/** A version that is ready as what a file is appended to. */
export function appendTarget(base: DatasetRecord): AppendTarget {
  const {
    mapping = {},
    timestampFormat,
    ambiguous = false,
    orderedBy,
    doubts = [],
  } = (base.detected ?? {}) as KeptDetails;
  const { errors = [], untimedRows = 0 } = (base.quality ?? {}) as KeptQuality;
  return {
    version: base.version,
    tableKey: base.tableKey ?? "",
    columns: (base.columns ?? []) as unknown as readonly ImportedColumn[],
    mapping,
    // Only a pattern says in which order days and months stand.
    ...(timestampFormat?.includes("%") === true && !ambiguous ? { timestampFormat } : {}),
    doubts,
    orderedBy,
    events: base.events ?? 0,
    cases: base.cases ?? 0,
    errors,
    errorRecords: base.errorRecords ?? 0,
    untimedRows,
  };
}
