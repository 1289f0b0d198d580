import type { ResourceAllocation } from "@longhaul/domain";
import type { BrandingParameter } from "../branding/branding.ts";

/** A dataset as a phase sees it: an event table in Parquet on the local disk. */
export interface PhaseDataset {
  readonly id: string;
  readonly name: string;
  readonly events: number;
  readonly cases: number;
  readonly activities: number;
  /** Rows of the upload that are not in the table, with why: `[{ type, count, resolved }]`. */
  readonly errorRecords: number;
  readonly quality: Record<string, unknown>;
  /** What its import found out, and what is in doubt about it: `doubts`. */
  readonly detected: Readonly<Record<string, unknown>>;
  /** How the dataset was made, of one that an operation made; `cleaning` is what rules did. */
  readonly lineage?: Readonly<Record<string, unknown>> | undefined;
  readonly tablePath: string;
  /** Local path of the rows of the upload that only lack a readable time; absent when there are none. */
  readonly openUntimed?: () => Promise<string>;
}

/** The file of a dataset that is no log, as it was uploaded. */
export interface PhaseFile {
  /** What clients call the dataset. */
  readonly datasetId: string;
  readonly version: number;
  readonly name: string;
  /** Local path. */
  readonly path: string;
}

/** An event table that a phase made, with what an import would say of it. */
export interface NewPhaseDataset {
  readonly name: string;
  /** The table on the local disk: Parquet, in the shape that an import writes. */
  readonly tablePath: string;
  readonly events: number;
  readonly cases: number;
  readonly activities: number;
  /** First and last `timestamp`, ISO 8601 in UTC; null in a log without times. */
  readonly timeStart: string | null;
  readonly timeEnd: string | null;
  readonly columns: readonly Record<string, unknown>[];
  readonly quality: Record<string, unknown>;
  /** What is in doubt about it: `doubts`. */
  readonly detected: Readonly<Record<string, unknown>>;
  /** What was done to the input; `derivedFrom` is added to it. */
  readonly lineage: Record<string, unknown>;
}

/** Live figures of a phase; `fraction` of its work is done, 0 to 1. Extra keys are shown in the phase of the status answer. */
export interface PhaseProgressReport {
  readonly currentActivity?: string;
  readonly processedRecords?: number;
  readonly totalRecords?: number;
  readonly [key: string]: unknown;
}

/** Says one thing of the work; `fields` are its figures. An error among them goes to operators with its stack, to clients by its message. */
type LogMethod = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/**
 * The log of the operation, which `…/logs` shows and which is kept as long as the operation. Never throws; how much is kept
 * is bounded. A warning also appears in the status.
 */
export interface PhaseLog {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
}

/** What an artifact is called and what it is. */
export interface ArtifactMeta {
  readonly name: string;
  /** Name for downloads: letters, digits, dots, hyphens. */
  readonly fileName: string;
  /** Report, Visualization, Dataset, Model, … */
  readonly type: string;
  /** PDF, SVG, CSV, JSON, ONNX, … */
  readonly format: string;
  readonly mediaType: string;
  readonly description?: string;
}

/** Advice drawn from figures; `evidence` holds them. */
export interface Recommendation {
  readonly category: string;
  readonly priority: "High" | "Medium" | "Low";
  /** What is recommended, by a name that stays the same in every language; `evidence` has all that its sentences say. */
  readonly code?: string;
  readonly recommendation: string;
  readonly expectedImprovement?: string;
  readonly effect?: number;
  readonly evidence?: Record<string, unknown>;
  /** What was compared, what is assumed, and what would refute it. */
  readonly compared?: string;
  readonly assumed?: string;
  readonly refutedBy?: string;
}

/** What a phase leaves behind. Everything but `data` is for clients. */
export interface PhaseOutput {
  /** `phaseResults[].results` of the results answer. */
  readonly results: Record<string, unknown>;
  /** Extra keys of the completed phase in the status answer, such as `validationResults` or `results`. */
  readonly detail?: Record<string, unknown>;
  /** Contribution to the operation's `summary`. */
  readonly summary?: Record<string, unknown>;
  readonly recommendations?: readonly Recommendation[];
  readonly recordsProcessed?: number;
  /** The dataset that the phase made. The phase's caller sets it after `giveDataset`. */
  readonly outputDatasetId?: string;
  /** For later phases only. */
  readonly data?: Record<string, unknown>;
}

/** An earlier phase's committed output, or that of a dependency. */
export interface EarlierPhase {
  readonly name: string;
  readonly output: PhaseOutput;
}

/** Another operation that this one depended on, with what it gave. */
export interface DependencyResult {
  readonly operationId: string;
  readonly operationKey: string | null;
  readonly operationType: string;
  readonly operationName: string;
  readonly parameters: Record<string, unknown>;
  readonly datasetId: string | null;
  readonly datasetName: string | null;
  /** ISO 8601. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly phases: readonly EarlierPhase[];
  /** Storage keys of the files that its phases kept, by name. */
  readonly files: Record<string, string>;
}

/** Everything that a phase may touch. It must stop soon after `signal` aborts, and may be killed at any line. */
export interface PhaseContext<P = Record<string, unknown>> {
  readonly operationId: string;
  readonly operationName: string;
  readonly parameters: P;
  readonly resources: ResourceAllocation;
  readonly signal: AbortSignal;
  readonly dataset: PhaseDataset | null;
  readonly earlier: readonly EarlierPhase[];
  readonly dependencies: readonly DependencyResult[];
  /** What the deployment has all reports look like. */
  readonly branding?: BrandingParameter | undefined;
  /** A folder of this phase's own on the local disk, gone when the phase has ended. */
  readonly scratchDir: string;
  progress(fraction: number, report?: PhaseProgressReport): void;
  readonly log: PhaseLog;
  /** Whether an earlier phase kept a file under this name. */
  hasFile(name: string): boolean;
  /** Local path of a file that an earlier phase kept under this name. */
  openFile(name: string): Promise<string>;
  /** Local path of a file that a dependency kept under this name. */
  openDependencyFile(operationId: string, name: string): Promise<string>;
  /** Keeps a local file for later phases under this name. */
  keepFile(name: string, path: string): Promise<void>;
  /**
   * Opens a dataset that the definition's `furtherDatasetsOf` names.
   * @throws PhaseError `dataset_not_found` when the project has no such dataset, or it can't be read
   */
  openDataset(datasetId: string): Promise<PhaseDataset>;
  /**
   * Opens the file of such a dataset that is no log, such as a model.
   * @throws PhaseError `dataset_not_found` when the project has no such dataset, or it is a log
   */
  openDatasetFile(datasetId: string): Promise<PhaseFile>;
  /**
   * Makes a dataset of the project when the phase is committed, once, and independent of the operation from then on.
   * At most one a phase. @returns its id, the same on every attempt
   */
  giveDataset(dataset: NewPhaseDataset): Promise<string>;
  /** Stores a downloadable artifact: from a local path, or from bytes or text. */
  artifact(meta: ArtifactMeta, source: { readonly path: string } | Uint8Array | string): Promise<void>;
}

/** A failure that a phase foresees. `retryable`: the same input may succeed later. Anything else thrown counts as retryable. */
export class PhaseError extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "PhaseError";
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}
