import type { OperationStatus, PhaseStatus, Priority, RetryPolicy } from "@longhaul/domain";
import { Prisma, type Operation, type Phase } from "../../generated/client.ts";
import { camelRow, columnsOf, type ModelRow } from "../model-row.ts";

/** URLs that an operation's own events go to. */
export interface OperationCallbacks {
  readonly onProgress?: string;
  readonly onCompletion?: string;
  readonly onError?: string;
}

/** Why an operation ended without completing. */
export interface OperationError {
  readonly code: string;
  readonly message: string;
  /** Name of the phase that failed, where one did. */
  readonly phase?: string;
  readonly details?: unknown;
}

/** How an operation was cancelled. */
export interface Cancellation {
  readonly reason?: string;
  readonly cancelledBy: string;
  readonly preservePartialResults: boolean;
  readonly forceTermination: boolean;
  readonly notifyCallbacks: boolean;
  readonly progress: number;
  readonly phase?: string;
}

/** Resource usage as measured by the worker; a key that could not be measured is absent. */
export interface ResourceUsage {
  /** Percent of the allocated CPU units, over the last measuring interval. */
  readonly cpuPercent?: number;
  /** The same, over the whole run so far. */
  readonly averageCpuPercent?: number;
  readonly memoryBytes?: number;
  readonly peakMemoryBytes?: number;
  /** Bytes that the phases wrote to disk. */
  readonly diskBytes?: number;
  /** Bytes that the phases moved to and from storage and the network, and the worker to and from the database for them. */
  readonly networkBytes?: number;
  readonly cpuSeconds?: number;
  /** Over time, of all attempts, oldest first. */
  readonly samples?: readonly UsageSample[];
}

/** Milliseconds since 1970 by the worker's clock; percent of the CPU units since the sample before, where it could be measured; bytes. */
type UsageSample = readonly [at: number, cpuPercent: number | null, memoryBytes: number];

/** Columns that only statements of their own read. */
const UNREAD = [
  "lapsedEpoch",
  "lastProgressAt",
  "lastProgressEvent",
  "datasetFrom",
  "unblockedAt",
  "batchPosition",
  "replacedBy",
  "heldTag",
  "stage",
] as const satisfies readonly (keyof Operation)[];

/** What Prisma's model doesn't know of the fields. */
interface OperationFields {
  readonly priority: Priority;
  readonly status: OperationStatus;
  readonly parameters: Record<string, unknown>;
  readonly defaulted: readonly string[] | null;
  readonly furtherDatasetIds: readonly string[] | null;
  readonly callbacks: OperationCallbacks | null;
  readonly notifications: Record<string, unknown> | null;
  readonly retryPolicy: RetryPolicy | null;
  readonly usage: ResourceUsage | null;
  readonly error: OperationError | null;
  readonly cancellation: Cancellation | null;
  readonly retry: Record<string, unknown> | null;
  readonly summary: Record<string, unknown> | null;
}

/** One row of `operations`. */
export type OperationRecord = ModelRow<Operation, OperationFields, (typeof UNREAD)[number]>;

/** One row of `phases`. */
export type PhaseRecord = ModelRow<
  Phase,
  { readonly status: PhaseStatus; readonly detail: Record<string, unknown> | null },
  "operationId" | "tenantId"
>;

/** Columns of `operations` that make an `OperationRecord`; `o` is the table's alias. */
export const OPERATION_COLUMNS = columnsOf(Prisma.OperationScalarFieldEnum, { alias: "o", unread: UNREAD });

/** Columns without the samples of an operation's usage, up to 2 kB each, which only its own details tell. */
export const withoutSamples = (columns: string): string => columns.replace("o.usage", "o.usage - 'samples' AS usage");

/** The same for a row among many. */
export const LISTED_COLUMNS = withoutSamples(OPERATION_COLUMNS);

/** Reads a row of `OPERATION_COLUMNS` or `LISTED_COLUMNS`. */
export const toOperationRecord = (row: Record<string, unknown>): OperationRecord =>
  camelRow(row) as unknown as OperationRecord;

/** Reads a row of `phases`. */
export const toPhaseRecord = (row: Record<string, unknown>): PhaseRecord => camelRow(row) as unknown as PhaseRecord;
