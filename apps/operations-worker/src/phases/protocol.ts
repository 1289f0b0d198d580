import type {
  AppendBase,
  AppendReport,
  ImportLimits,
  ImportMapping,
  ImportRefused,
  ImportResult,
  LimitNames,
} from "@longhaul/event-log";
import type { DerivedDataset, NewArtifact } from "@longhaul/db";
import type { ImportedTemplate } from "@longhaul/operations/import-template";
import type {
  BrandingParameter,
  DependencyResult,
  EarlierPhase,
  PhaseDataset,
  PhaseOutput,
  PhaseProgressReport,
} from "@longhaul/operations";
import type { ExportFormat, LogLevel, ResourceAllocation } from "@longhaul/domain";
import type { EventLogPreview, ImportedModel, RefusedPreview } from "@longhaul/process-mining";

/** Work for one child process. Everything in it survives a structured clone. */
export type Task = PhaseTask | ImportTask | PreviewTask | ExportTask;

/** What a task is about, for the log. */
export const taskName = (task: Task): string =>
  task.kind !== "phase" ? `${task.kind} of ${task.datasetId}` : `phase ${task.phaseIdx} of ${task.operationId}`;

/** A dataset with its table still in storage. */
export type TaskDataset = Omit<PhaseDataset, "tablePath" | "openUntimed"> & {
  readonly tableKey: string;
  /** Id of the version; `id` is the dataset's id for clients. */
  readonly versionId: string;
  readonly version: number;
  /** Rows of the upload that only lack a time; absent when there are none. */
  readonly untimedKey?: string;
  /** The file of what is no log, and has no table; absent of a log. */
  readonly fileKey?: string;
};

/** One phase of an operation. */
export interface PhaseTask {
  readonly kind: "phase";
  readonly operationType: string;
  readonly operationId: string;
  readonly operationName: string;
  readonly phaseIdx: number;
  readonly parameters: Record<string, unknown>;
  readonly resources: ResourceAllocation;
  readonly dataset: TaskDataset | null;
  /** Datasets that the operation reads beside its own, those of them that there are. */
  readonly furtherDatasets: readonly TaskDataset[];
  readonly earlier: readonly EarlierPhase[];
  readonly dependencies: readonly DependencyResult[];
  /** What the deployment has all reports look like. */
  readonly branding?: BrandingParameter | undefined;
  /** Storage keys of files that earlier phases kept, by name. */
  readonly files: Record<string, string>;
  /** Storage prefix for what this claim of this phase stores; no other claim writes there. */
  readonly storagePrefix: string;
  /** What a dataset that the phase makes is called, and where its table goes. */
  readonly outputDataset: { readonly id: string; readonly tableKey: string };
}

/** Turning an upload into an event table. */
export interface ImportTask {
  readonly kind: "import";
  readonly datasetId: string;
  readonly sourceKey: string;
  readonly fileName: string;
  readonly mapping: Readonly<Record<string, string | readonly string[] | null>>;
  readonly tableKey: string;
  /** The version that the file's rows go behind. */
  readonly appendTo?: AppendTarget;
  readonly resources: ResourceAllocation;
  readonly importLimits: ImportLimits;
  readonly limitNames: LimitNames;
}

/** A version of a dataset that a file is to be appended to. */
export interface AppendTarget extends Omit<AppendBase, "tablePath" | "untimedPath"> {
  readonly version: number;
  readonly tableKey: string;
  /** How its columns were read: of use for a file that says nothing else. */
  readonly mapping: ImportMapping;
  readonly timestampFormat?: string;
}

/** Looking at an upload without keeping anything of it. */
export type PreviewTask = Omit<ImportTask, "kind" | "tableKey" | "appendTo"> & { readonly kind: "preview" };

/** Writing a version's table as a file of another format. */
export interface ExportTask {
  readonly kind: "export";
  /** Id of the export. */
  readonly datasetId: string;
  /** Storage key of the table. */
  readonly sourceKey: string;
  /** What the log is called inside of its file. */
  readonly name: string;
  readonly format: ExportFormat;
  readonly fileKey: string;
  readonly resources: ResourceAllocation;
}

export interface ExportTaskResult {
  readonly kind: "export";
  readonly result: { readonly ok: true };
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What a phase left behind, with its files in storage already. */
export interface PhaseTaskResult {
  readonly kind: "phase";
  readonly output: PhaseOutput;
  readonly files: Record<string, string>;
  readonly artifacts: readonly NewArtifact[];
  readonly dataset: DerivedDataset | null;
}

export interface ImportTaskResult {
  readonly kind: "import";
  readonly result: ImportResult;
  /** What the append changed in the previous version. */
  readonly appended?: AppendReport;
  readonly tableBytes: number;
}

/** What an upload is that is no log; its file stays as it is. */
export type ImportedFile = ImportedModel | ImportedTemplate;

export interface FileTaskResult {
  readonly kind: "file";
  readonly result: ImportedFile | ImportRefused;
}

export interface PreviewTaskResult {
  readonly kind: "preview";
  readonly result: EventLogPreview | FilePreview | RefusedPreview;
}

/** What an import of a file that is no log would find: of what a log has, nothing. */
export type FilePreview = ImportedFile &
  Pick<EventLogPreview, "columns" | "errors" | "sample" | "map"> & {
    readonly counts: Readonly<Record<string, never>>;
    readonly quality: Readonly<Record<string, never>>;
  };

export type TaskResult = PhaseTaskResult | ImportTaskResult | FileTaskResult | PreviewTaskResult | ExportTaskResult;

/** A failure inside a task. */
export interface TaskError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  /** It needed more memory than it may have. */
  readonly isMemoryFault?: boolean;
  /** Storage was away; the task itself may be fine. */
  readonly isStorageFault?: boolean;
  /** Where it came from: for the log, never for a client. */
  readonly trace: ErrorTrace;
}

/** An error as it was thrown, bounded in length and depth. */
export interface ErrorTrace {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorTrace;
}

/** Resource use of the process since the task began, as the process itself measures it. */
export interface TaskUsage {
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly writtenBytes: number;
  /** To and from storage and the network. */
  readonly networkBytes: number;
}

export interface TaskProgress extends PhaseProgressReport {
  readonly fraction: number;
}

/** What a task has logged since its last report. */
export interface LogReport {
  readonly entries: readonly LoggedEntry[];
  /** How many more entries it logged that are left out. */
  readonly dropped: number;
}

export interface LoggedEntry {
  /** ISO 8601. */
  readonly time: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly trace?: ErrorTrace;
}

/** Messages name the task that they are about: one that comes late must not be taken for another's. */
export type ToChild =
  | { readonly type: "run"; readonly taskNumber: number; readonly task: Task }
  | { readonly type: "abort"; readonly taskNumber: number };

export type TaskEnd =
  | { readonly outcome: "done"; readonly result: TaskResult }
  | { readonly outcome: "failed"; readonly error: TaskError };

export type FromChild =
  | { readonly type: "ready" }
  | ({ readonly taskNumber: number } & (
      | { readonly type: "progress"; readonly progress: TaskProgress }
      | { readonly type: "usage"; readonly usage: TaskUsage }
      | { readonly type: "log"; readonly report: LogReport }
      | {
          readonly type: "end";
          readonly end: TaskEnd;
          readonly usage: TaskUsage;
          /** An object of the language that the task has changed, by name: the process must run no other task. */
          readonly changed: string | null;
        }
    ));
