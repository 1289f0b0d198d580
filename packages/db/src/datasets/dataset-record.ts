import { Prisma, type Dataset } from "../../generated/client.ts";
import { camelRow, columnsOf, type ModelRow, omitting, plainNumbers } from "../model-row.ts";

const DATASET_STATUSES = ["Importing", "Ready", "Failed", "Cancelled"] as const;
export type DatasetStatus = (typeof DATASET_STATUSES)[number];

/** `version`: one that its dataset's id doesn't stand for, or not yet. */
export type DatasetKind = "log" | "version" | "preview" | "export";

/** How a version after the first came about. */
export type DatasetChange = "append" | "replace" | "restore";

/** Why an upload could not be read. */
export interface DatasetError {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly element?: string;
  readonly columns?: readonly string[];
}

/** Who cancelled an import, when (as the API writes it), and why. */
export interface DatasetCancellation {
  readonly cancelledBy: string;
  readonly cancellationTime: string;
  readonly reason?: string;
}

/** Columns that only statements of their own read. */
const UNREAD = [
  "importActivity",
  "lapsedEpoch",
  "deletedAt",
  "importCharge",
  "importUsedSec",
  "eventSeq",
  "versionOf",
  "exportOf",
] as const satisfies readonly (keyof Dataset)[];

/** What Prisma's model doesn't know of the fields. */
interface DatasetFields {
  readonly status: DatasetStatus;
  readonly kind: DatasetKind;
  readonly mapping: Readonly<Record<string, string | readonly string[] | null>>;
  readonly detected: Record<string, unknown> | null;
  readonly columns: readonly Record<string, unknown>[] | null;
  readonly quality: Record<string, unknown> | null;
  readonly error: DatasetError | null;
  readonly cancellation: DatasetCancellation | null;
  readonly lineage: Record<string, unknown> | null;
  readonly change: DatasetChange | null;
  readonly datasetId: string;
}

/** One row of `datasets`: a version of a dataset. */
export type DatasetRecord = ModelRow<Dataset, DatasetFields, (typeof UNREAD)[number]>;

export const OMITTED = omitting(UNREAD);
export const DATASET_COLUMNS = columnsOf(Prisma.DatasetScalarFieldEnum, { unread: UNREAD });

/** Reads a row of `DATASET_COLUMNS`. */
export const toDatasetRecord = (row: Record<string, unknown>): DatasetRecord =>
  camelRow(row) as unknown as DatasetRecord;

/** The same of Prisma's. */
export const datasetOf = (row: Omit<Dataset, (typeof UNREAD)[number]>): DatasetRecord =>
  plainNumbers(row) as unknown as DatasetRecord;
