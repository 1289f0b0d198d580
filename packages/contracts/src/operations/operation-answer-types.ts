import type { WaitingFor } from "./queue-answers.ts";
import type { OperationStatus, PhaseStatus, Priority } from "@longhaul/domain";

/** A time in UTC, `2024-01-20T11:15:00Z`. */
export type TimeText = string;
/** A length of time in words, `7 minutes`. */
export type DurationText = string;
/** Bytes in words, `6.2 GB`. */
export type SizeText = string;
/** US dollars, `$2.45`. */
export type MoneyText = string;

export interface ResourcesAllocated {
  readonly cpuUnits: number;
  readonly memoryGB: number;
  readonly estimatedCost: MoneyText;
}

/** Answer of POST …/async/operation. */
export interface OperationAccepted {
  readonly operationId: string;
  readonly operationType: string;
  readonly operationName: string;
  readonly status: "Initiated";
  /** `45-60 minutes` */
  readonly estimatedDuration: string;
  readonly estimatedCompletion: TimeText;
  /** Path of the status. */
  readonly trackingUrl: string;
  readonly webhooksRegistered: number;
  readonly priority: Priority;
  readonly dateCreated: TimeText;
  readonly timeoutAt: TimeText;
  readonly resourcesAllocated: ResourcesAllocated;
}

export interface OperationProgress {
  /** 0 to 100, 100 only when completed. */
  readonly percentage: number;
  readonly currentPhase?: string;
  readonly phasesCompleted: number;
  readonly totalPhases: number;
  readonly startTime?: TimeText;
  readonly elapsedTime?: DurationText;
  readonly estimatedRemaining?: string;
  readonly estimatedCompletion?: TimeText;
}

/** Measured; what was not measured is left out. */
export interface ResourceUsageAnswer {
  /** Percent of one processor. */
  readonly cpuUsage?: number;
  readonly memoryUsage?: SizeText;
  readonly diskUsage?: SizeText;
  readonly networkIO?: SizeText;
}

export interface OperationExecution {
  readonly executionId: string;
  readonly workerNode?: string;
  readonly resourceUsage?: ResourceUsageAnswer;
  readonly processedRecords?: number;
  readonly totalRecords?: number;
  /** `1890 records/minute` */
  readonly processingRate?: string;
}

/** A phase of a status; the operation's type adds keys of its own. */
export interface OperationPhase {
  readonly phaseName: string;
  readonly status: PhaseStatus;
  readonly startTime?: TimeText;
  readonly endTime?: TimeText;
  readonly duration?: DurationText;
  readonly recordsProcessed?: number;
  readonly progress?: number;
  readonly currentActivity?: string;
  readonly estimatedStartTime?: TimeText;
  readonly estimatedDuration?: string;
  readonly [detail: string]: unknown;
}

export interface OperationFailure {
  readonly code: string;
  readonly message: string;
  readonly phase?: string;
  readonly details?: unknown;
}

export interface NotificationFigures {
  readonly channel: "email" | "slack";
  readonly status: "Pending" | "Sent" | "Failed" | "Skipped";
  readonly attempts: number;
  readonly sentAt?: TimeText;
  /** Why it was not sent, or what went wrong all the same. */
  readonly reason?: string;
}

export interface CallbackFigures {
  readonly progressCallbacksSent: number;
  readonly lastProgressCallback?: TimeText;
  readonly callbacksSuccessful: number;
  readonly callbacksFailed: number;
}

/** Answer of GET …/async/operation/{operationId}. */
export interface OperationStatusAnswer {
  readonly operationId: string;
  readonly operationType: string;
  readonly operationName: string;
  readonly status: OperationStatus;
  readonly progress: OperationProgress;
  readonly execution?: OperationExecution;
  readonly phases: readonly OperationPhase[];
  readonly callbacks?: CallbackFigures;
  readonly notifications?: readonly NotificationFigures[];
  readonly error?: OperationFailure;
  /** The last ten of its log. */
  readonly warnings?: readonly OperationWarning[];
  readonly waitingFor?: WaitingFor;
  readonly datasets?: readonly ReadDataset[];
  readonly submittedBy: string;
  readonly dateCreated: TimeText;
  readonly timeoutAt?: TimeText;
  readonly priority: Priority;
}

/** A version of a dataset that an operation reads. */
export interface ReadDataset {
  readonly datasetId: string;
  readonly datasetVersion: number;
}

/** A warning of the log of an operation. */
export interface OperationWarning {
  readonly phaseName?: string;
  readonly message: string;
  readonly time: TimeText;
}

/** One operation of a list. */
export interface ListedOperation {
  readonly operationId: string;
  readonly operationType: string;
  readonly operationName: string;
  readonly status: OperationStatus;
  readonly progress: number;
  readonly priority: Priority;
  readonly startTime?: TimeText;
  readonly endTime?: TimeText;
  readonly duration?: DurationText;
  readonly recordsProcessed?: number;
  readonly estimatedCompletion?: TimeText;
  readonly currentPhase?: string;
  readonly resourceUsage?: Pick<ResourceUsageAnswer, "cpuUsage" | "memoryUsage">;
  /** With `includeDetails`. */
  readonly execution?: OperationExecution;
  /** With `includeDetails`. */
  readonly phases?: readonly OperationPhase[];
}

/** Answer of GET …/async/operations. */
export interface OperationListAnswer {
  readonly operations: readonly ListedOperation[];
  readonly summary: {
    readonly totalOperations: number;
    readonly running: number;
    readonly completed: number;
    readonly failed: number;
    readonly cancelled: number;
    readonly isPartial?: boolean;
  };
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

/** Answer of DELETE …/async/operation/{operationId} and POST …/cancel. */
export interface OperationCancelled {
  readonly operationId: string;
  readonly status: "Cancelled";
  readonly cancellationTime: TimeText;
  readonly reason?: string;
  readonly progressAtCancellation: number;
  readonly phaseAtCancellation?: string;
  readonly partialResults: {
    readonly available: boolean;
    readonly completedPhases: number;
    readonly downloadUrls?: readonly string[];
  };
  readonly resourcesReleased: { readonly cpuUnits: number; readonly memoryGB: number; readonly costSaved: MoneyText };
  readonly cancelledBy: string;
}
