// Written by `pnpm sdk:types` from the schemas that the API judges by; the test of client-types.ts compares them.

export interface ApiKeyCreated {
  readonly keyId: string;
  readonly keyName: string;
  readonly permissions: readonly ("read" | "operate" | "datasets" | "webhooks" | "admin" | "audit")[];
  readonly projects?: readonly string[] | "*";
  readonly expires: Time;
  /** to ten minutes; absent for an unused key */
  readonly lastUsed?: Time;
  /** until when the secret before the last rotation is valid */
  readonly previousSecretExpires?: Time;
  readonly createdBy: string;
  readonly dateCreated: Time;
  /** the key itself, shown once: not when an `Idempotency-Key` repeats the request */
  readonly apiKey?: string;
}

export interface ApiKeyList {
  readonly apiKeys: readonly ApiKey[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

export interface ApiKeyRequest {
  readonly keyName: string;
  /** none that you don't have yourself */
  readonly permissions: readonly ("read" | "operate" | "datasets" | "webhooks" | "admin" | "audit")[];
  /** none that you don't have yourself; `*` is all of the tenant's; without it the project of the path */
  readonly projects?: readonly string[] | "*";
  /** @default 90 */
  readonly expiresInDays?: number;
}

export interface ApiKeyRotation {
  /**
   * how long the previous secret stays valid; 0 ends it at once
   * @default 24
   */
  readonly overlapHours?: number;
}

export interface ApiKey {
  readonly keyId: string;
  readonly keyName: string;
  readonly permissions: readonly ("read" | "operate" | "datasets" | "webhooks" | "admin" | "audit")[];
  readonly projects?: readonly string[] | "*";
  readonly expires: Time;
  /** to ten minutes; absent for an unused key */
  readonly lastUsed?: Time;
  /** until when the secret before the last rotation is valid */
  readonly previousSecretExpires?: Time;
  readonly createdBy: string;
  readonly dateCreated: Time;
}

export interface Audit {
  readonly entries: readonly {
    /** counts the tenant's entries, without gaps, from 1 */
    readonly seq: number;
    readonly time: Time;
    /** SHA-256, in hex, of: the hash before (nothing for the first), `seq`, `time`, and the JSON of `call` with its keys in order, each behind a line feed but the first */
    readonly hash: string;
    readonly call: {
      readonly projectId: string;
      readonly action: string;
      readonly subject: string;
      readonly target: {
        readonly [key: string]: string;
      };
      readonly fields: readonly string[];
      /** what the call changed, made or deleted: each field that is different, before and after, as JSON of at most 300 characters, without secrets */
      readonly changes?: readonly {
        readonly field: string;
        readonly from?: string;
        readonly to?: string;
      }[];
      readonly requestId: string;
      readonly address: string;
      /** refused is 4xx, failed 5xx; unknown: its client left, or a crash cut it off */
      readonly outcome: "done" | "refused" | "failed" | "unknown";
      readonly status?: number;
      readonly location?: string;
      readonly isReplay?: boolean;
    };
  }[];
  /** its last entry, and the last that retention has deleted: the first that is kept follows that */
  readonly chain: {
    readonly lastSeq: number;
    readonly lastHash: string;
    readonly baseSeq: number;
    readonly baseHash: string;
  };
  readonly hasNextPage: boolean;
  readonly nextCursor?: number;
}

export interface BatchCancelled {
  readonly batchId: string;
  readonly status: "Cancelled";
  readonly cancellationTime: Time;
  readonly reason?: string;
  readonly operationsCancelled: number;
  readonly operationsCompleted: number;
  readonly cancelledBy: string;
}

export interface BatchEvent {
  /** the same in all attempts: ignore what came before */
  readonly id: string;
  readonly type: "batch.started" | "batch.completed";
  readonly timestamp: Time;
  /** counts the events of one operation, batch or import */
  readonly sequence: number;
  readonly data: {
    readonly batchId: string;
    readonly batchName: string;
    readonly status: Status;
    readonly totalOperations: number;
    readonly operations?: readonly {
      readonly operationKey: string;
      readonly operationId: string;
      readonly status: "Initiated" | "Running" | "Completed" | "Failed" | "Cancelled" | "Timeout" | "Pending";
    }[];
    readonly reason?: string;
    readonly dateCreated: Time;
    readonly batchStartTime?: Time;
    readonly batchEndTime?: Time;
  };
}

export interface BatchRequest {
  readonly batchName: string;
  readonly batchDescription?: string;
  readonly operations: readonly {
    readonly operationKey?: string;
    readonly operationType: "ProcessMiningAnalysis" | "DataEnrichment" | "ReportGeneration";
    readonly operationName: string;
    readonly operationDescription?: string;
    /** @default "Normal" */
    readonly priority?: "Low" | "Normal" | "High" | "Critical";
    /** @default {} */
    readonly parameters?: {
      readonly [key: string]: unknown;
    };
    readonly callbacks?: Callbacks;
    readonly notifications?: Notifications;
    /** @default 3600 */
    readonly timeout?: number;
    readonly retryPolicy?: RetryPolicy;
    /** @default [] */
    readonly dependencies?: readonly string[];
  }[];
  readonly batchCallbacks?: {
    readonly onBatchStart?: TargetUrl;
    readonly onOperationComplete?: TargetUrl;
    readonly onBatchComplete?: TargetUrl;
  };
  readonly failurePolicy?: {
    /** @default false */
    readonly stopOnFirstFailure?: boolean;
    /** @default true */
    readonly continueIndependentOperations?: boolean;
    /** @default false */
    readonly retryFailedOperations?: boolean;
  };
}

export interface Batch {
  readonly batchId: string;
  readonly batchName: string;
  readonly batchDescription?: string;
  readonly status: Status;
  readonly totalOperations: number;
  readonly batchStartTime: Time;
  readonly batchEndTime?: Time;
  readonly duration?: string;
  readonly trackingUrl: string;
  readonly operations: readonly {
    readonly operationKey: string;
    readonly operationId: string;
    readonly status: "Initiated" | "Running" | "Completed" | "Failed" | "Cancelled" | "Timeout" | "Pending";
    readonly dependencies: readonly string[];
    readonly estimatedDuration?: string;
    readonly estimatedStartTime?: Time;
    readonly operationName?: string;
    readonly operationType?: string;
    readonly progress?: number;
    readonly startTime?: Time;
    readonly endTime?: Time;
    readonly duration?: string;
    readonly reason?: string;
    readonly error?: Error;
  }[];
  readonly progress?: Progress;
  readonly estimatedBatchDuration?: string;
  readonly estimatedBatchCompletion?: Time;
  readonly dateCreated?: Time;
}

export interface BatchList {
  readonly batches: readonly {
    readonly batchId: string;
    readonly batchName: string;
    readonly batchDescription?: string;
    readonly status: Status;
    readonly totalOperations: number;
    readonly batchStartTime: Time;
    readonly batchEndTime?: Time;
    readonly duration?: string;
    readonly trackingUrl: string;
    readonly progress: Progress;
    readonly dateCreated: Time;
  }[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

export interface CallbackSigning {
  readonly publicKeys: readonly string[];
  readonly hmacSecret: {
    readonly changedAt: Time;
    readonly previousSecretExpires?: Time;
  } | null;
}

export interface CancelRequest {
  readonly reason?: string;
  /** @default true */
  readonly preservePartialResults?: boolean;
  /** @default false */
  readonly forceTermination?: boolean;
  /** @default true */
  readonly notifyCallbacks?: boolean;
}

export interface Cases {
  readonly operationId: string;
  /** cases that the analysis is about */
  readonly total: number;
  /** how many of them can be listed: the first to start, of a million events at most */
  readonly kept: number;
  /** in the order of their starts */
  readonly cases: readonly {
    readonly caseId: string;
    /** rank of its variant, the most frequent first */
    readonly variant: number;
    readonly start?: Time;
    readonly end?: Time;
    /** from its start to its end; absent, as all times, in a log without times */
    readonly durationSec?: number;
    /** the same in working time, where the analysis has a calendar */
    readonly workingSec?: number;
    readonly eventCount: number;
    /** in their order, at most the first 1,000 */
    readonly events: readonly {
      readonly activity: string;
      /** where the log knows it */
      readonly start?: Time;
      readonly end?: Time;
      readonly resource?: string;
    }[];
  }[];
  readonly hasNextPage: boolean;
  readonly nextCursor?: string;
}

export interface DatasetCancel {
  /** default the newest */
  readonly version?: number;
  readonly reason?: string;
}

export interface DatasetEvent {
  /** the same in all attempts: ignore what came before */
  readonly id: string;
  readonly type: "dataset.created" | "dataset.progress" | "dataset.ready" | "dataset.failed" | "dataset.cancelled";
  readonly timestamp: Time;
  /** counts the events of one operation, batch or import */
  readonly sequence: number;
  readonly data: {
    readonly datasetId: string;
    readonly version: number;
    readonly change?: "append" | "replace" | "restore";
    readonly name: string;
    readonly status: "Importing" | "Ready" | "Failed" | "Cancelled";
    readonly fileName: string;
    readonly format?: string;
    readonly sizeBytes?: number;
    readonly progress: {
      readonly percentage: number;
      readonly currentActivity?: string;
      readonly processedBytes?: number;
      readonly totalBytes?: number;
    };
    readonly counts?: Counts;
    /** why it could not be read */
    readonly error?: {
      readonly code?: string;
      readonly message?: string;
      readonly [key: string]: unknown;
    };
    readonly cancellation?: Cancellation;
    readonly dateCreated: Time;
    readonly dateReady?: Time;
  };
}

export interface DatasetExport {
  readonly datasetId: string;
  readonly version: number;
  readonly format: "csv" | "csv.gz" | "jsonl" | "jsonl.gz" | "xes" | "xes.gz" | "parquet";
  readonly status: "Exporting" | "Ready";
  readonly progress?: number;
  readonly fileName?: string;
  readonly sizeBytes?: number;
  /** works for an hour */
  readonly downloadUrl?: string;
}

export interface DatasetImport {
  /** where a worker gets the event log from, such as a signed URL of an object store; an http or https URL of a public address, as are those that it redirects to */
  readonly url: string;
  /** default the last part of the URL's path */
  readonly name?: string;
  readonly mapping?: Mapping;
}

export interface DatasetList {
  readonly datasets: readonly Dataset[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

export interface DatasetPreview {
  readonly fileName: string;
  readonly kind: "log" | "model" | "template";
  readonly format: string;
  /** of the sample */
  readonly counts: Counts;
  readonly timeRange?: TimeRange;
  readonly detected: Detected;
  readonly columns: readonly {
    readonly [key: string]: unknown;
  }[];
  readonly quality: Quality;
  /** why records of the sample would be left out or repaired; lines and rows are counted in the sample */
  readonly errors: readonly {
    readonly [key: string]: unknown;
  }[];
  readonly sample: {
    readonly columns: readonly string[];
    /** the first 20, of the first 50 columns */
    readonly rows: readonly (readonly (string | null)[])[];
    /** whether the sample is the whole file */
    readonly isWhole: boolean;
  };
  /** the process map of the sample */
  readonly map: {
    /** the 100 most frequent, with the cases of the sample that begin and end with each */
    readonly activities: readonly {
      readonly activity: string;
      readonly count?: number;
      readonly startCount?: number;
      readonly endCount?: number;
    }[];
    /** the 100 most frequent */
    readonly edges: readonly {
      readonly from: string;
      readonly to: string;
      readonly count?: number;
    }[];
  };
}

export interface DatasetRemap {
  readonly mapping: Mapping;
  /** of the new dataset; default that of the old one */
  readonly name?: string;
}

export interface DatasetRestore {
  /** the one to have again, from GET …/versions */
  readonly version: number;
}

export interface DatasetVersions {
  readonly datasetId: string;
  readonly currentVersion: number;
  /** newest first */
  readonly versions: readonly Dataset[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

export interface DatasetRows {
  readonly datasetId: string;
  readonly state: "rejected" | "repaired" | "doubtful";
  /** faults of this state in the whole file; a row with two counts twice */
  readonly total: number;
  /** how many of them are listed: the first 10,000 of each reason at most, in the order of the file */
  readonly kept: number;
  readonly rows: readonly {
    /** of a text file, from 1 */
    readonly line?: number;
    /** of a Parquet file or a sheet, from 1 */
    readonly row?: number;
    /** of an XML file or another that has no lines */
    readonly element?: string;
    /** as the file calls it */
    readonly column?: string;
    /** what stands there, cut to 200 characters */
    readonly value?: string;
    /** as in `quality.errors[].type`, for doubtful rows as in `detected.doubts[].kind` */
    readonly reason: string;
  }[];
  readonly hasNextPage: boolean;
  readonly nextCursor?: string;
}

export interface DatasetUpload {
  /** the event log: CSV, XES, MXML, JSON, JSON Lines or OCEL 2.0 (each also as .gz), Parquet, an Excel workbook (.xlsx), or a ZIP archive of them; recognised by its content */
  readonly file: string;
  readonly name?: string;
  readonly mapping?: Mapping;
}

export interface Dataset {
  readonly datasetId: string;
  /** from 1 */
  readonly version: number;
  /** absent of the first version */
  readonly change?: "append" | "replace" | "restore";
  readonly newerVersion?: NewerVersion;
  readonly name: string;
  readonly status: "Importing" | "Ready" | "Failed" | "Cancelled";
  readonly fileName: string;
  readonly kind?: Kind;
  readonly format?: string;
  readonly sizeBytes?: number;
  readonly importProgress?: number;
  readonly counts?: Counts;
  readonly timeRange?: TimeRange;
  readonly detected?: Detected;
  readonly columns?: readonly {
    readonly [key: string]: unknown;
  }[];
  readonly quality?: Quality;
  /** why it could not be read */
  readonly error?: {
    readonly code?: string;
    readonly message?: string;
    readonly [key: string]: unknown;
  };
  readonly cancellation?: Cancellation;
  /** what it was made from; `appended` has what an append did */
  readonly lineage?: {
    readonly [key: string]: unknown;
  };
  readonly dateCreated: Time;
  readonly dateReady?: Time;
}

export interface DeliveryList {
  readonly deliveries: readonly Delivery[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

export interface Delivery {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly callback?: string;
  readonly operationId?: string;
  readonly batchId?: string;
  readonly datasetId?: string;
  readonly sequence: number;
  readonly status: "Pending" | "InFlight" | "Delivered" | "Failed" | "Superseded";
  readonly createdAt: Time;
  readonly nextAttemptAt?: Time;
  readonly endedAt?: Time;
  readonly attemptsMade: number;
  readonly maxAttempts: number;
  readonly lastStatusCode?: number;
  readonly lastError?: string;
  readonly attempts: readonly {
    readonly number: number;
    readonly time: Time;
    readonly durationMs: number;
    readonly outcome: string;
    readonly statusCode?: number;
    readonly error?: string;
    readonly responseExcerpt?: string;
  }[];
}

export interface LogEntry {
  /** to the millisecond, by the worker's clock */
  readonly time: string;
  readonly level: "debug" | "info" | "warn" | "error";
  /** absent when the worker logs about the whole operation */
  readonly phase?: string;
  readonly attempt: number;
  readonly message: string;
  /** figures of the message */
  readonly fields?: {
    readonly [key: string]: unknown;
  };
  /** of an error, with its causes: for administrators only */
  readonly stack?: string;
}

export interface Logs {
  readonly operationId: string;
  /** kept entries by level, whatever the query */
  readonly counts: {
    readonly debug: number;
    readonly info: number;
    readonly warn: number;
    readonly error: number;
  };
  /** entries that were logged beyond what is kept: 10,000 or 5 MB, less of lower levels */
  readonly dropped: number;
  /** in the order in which they were logged */
  readonly entries: readonly LogEntry[];
  readonly hasNextPage: boolean;
  /** the last page has one too, for entries that are logged later */
  readonly nextCursor?: string;
}

export interface OperationAccepted {
  readonly operationId: string;
  readonly operationType: string;
  readonly operationName: string;
  readonly status: "Initiated";
  readonly estimatedDuration: string;
  readonly estimatedCompletion: Time;
  readonly trackingUrl: string;
  readonly webhooksRegistered: number;
  readonly priority: "Low" | "Normal" | "High" | "Critical";
  readonly dateCreated: Time;
  readonly timeoutAt: Time;
  readonly resourcesAllocated: ResourcesAllocated;
}

export interface OperationCancelled {
  readonly operationId: string;
  readonly status: "Cancelled";
  readonly cancellationTime: Time;
  readonly reason?: string;
  readonly progressAtCancellation: number;
  readonly phaseAtCancellation?: string;
  readonly partialResults: {
    readonly available: boolean;
    readonly completedPhases: number;
    readonly downloadUrls?: readonly string[];
  };
  readonly resourcesReleased: {
    readonly cpuUnits: number;
    readonly memoryGB: number;
    readonly costSaved?: string;
  };
  readonly cancelledBy: string;
}

export interface OperationDetails {
  readonly operationId: string;
  readonly operationDescription?: string;
  /** completed by the defaults of its type */
  readonly parameters: {
    readonly [key: string]: unknown;
  };
  /** JSON pointers to what the request left out; absent if an older release accepted it */
  readonly defaulted?: readonly string[];
  /** seconds */
  readonly timeout: number;
  readonly resources: {
    readonly cpuUnits: number;
    readonly memoryGB: number;
  };
  readonly retryPolicy?: {
    readonly [key: string]: unknown;
  };
  readonly callbacks?: {
    readonly [key: string]: unknown;
  };
  readonly notifications?: {
    readonly [key: string]: unknown;
  };
  readonly batch?: {
    readonly batchId: string;
    readonly operationKey?: string;
  };
  /** the operation that it runs again */
  readonly retryOf?: string;
  /** all retries of the operation that was the first, first to last */
  readonly retries?: readonly {
    readonly operationId: string;
    readonly status: "Initiated" | "Running" | "Completed" | "Failed" | "Cancelled" | "Timeout";
  }[];
  readonly attempts: {
    /** that the retry policy repeated */
    readonly failed: number;
    readonly workersLost: number;
    readonly next?: Time;
  };
  /** each worker's run of it, oldest first */
  readonly executions: readonly {
    readonly executionId: string;
    readonly workerNode?: string;
    readonly startTime?: Time;
    readonly endTime?: Time;
    readonly outcome: "GivenBack" | "Failed" | "ProcessLost" | "WorkerLost" | "Initiated" | "Running" | "Completed" | "Cancelled" | "Timeout";
    readonly error?: Error;
  }[];
  /** 60 samples at most: the longer it runs, the further apart */
  readonly usage: readonly {
    /** from its start */
    readonly seconds: number;
    /** percent of its CPU units, since the last one */
    readonly cpuUsage?: number;
    readonly memoryBytes: number;
  }[];
}

export interface OperationEvent {
  /** the same in all attempts: ignore what came before */
  readonly id: string;
  readonly type: "operation.started" | "operation.progress" | "operation.phase.completed" | "operation.completed" | "operation.failed" | "operation.cancelled";
  readonly timestamp: Time;
  /** counts the events of one operation, batch or import */
  readonly sequence: number;
  readonly data: {
    readonly operationId: string;
    readonly operationType: string;
    readonly operationName: string;
    readonly status: "Initiated" | "Running" | "Completed" | "Failed" | "Cancelled" | "Timeout";
    readonly priority: "Low" | "Normal" | "High" | "Critical";
    readonly dateCreated: Time;
    readonly timeoutAt?: Time;
    readonly progress: {
      readonly percentage: number;
      readonly currentPhase?: string;
      readonly phasesCompleted: number;
      readonly totalPhases: number;
    };
    readonly batchId?: string;
    readonly operationKey?: string;
    readonly startTime?: Time;
    readonly endTime?: Time;
    readonly phase?: {
      readonly phaseName: string;
      readonly status: "Completed";
      readonly recordsProcessed?: number;
    };
    readonly summary?: {
      readonly [key: string]: unknown;
    };
    readonly error?: Error;
    readonly reason?: string;
    readonly cancelledBy?: string;
    readonly [key: string]: unknown;
  };
}

export interface OperationList {
  readonly operations: readonly {
    readonly operationId: string;
    readonly operationType: string;
    readonly operationName: string;
    readonly status: "Initiated" | "Running" | "Completed" | "Failed" | "Cancelled" | "Timeout";
    readonly progress: number;
    readonly priority: "Low" | "Normal" | "High" | "Critical";
    readonly startTime?: Time;
    readonly endTime?: Time;
    readonly duration?: string;
    readonly recordsProcessed?: number;
    readonly estimatedCompletion?: Time;
    readonly currentPhase?: string;
    readonly resourceUsage?: {
      readonly cpuUsage?: number;
      readonly memoryUsage?: string;
    };
    readonly execution?: Execution;
    readonly phases?: readonly {
      readonly phaseName: string;
      readonly status: "Pending" | "Running" | "Completed" | "Failed" | "Cancelled" | "Skipped";
      readonly startTime?: Time;
      readonly endTime?: Time;
      readonly duration?: string;
      readonly recordsProcessed?: number;
      readonly progress?: number;
      readonly currentActivity?: string;
      readonly estimatedStartTime?: Time;
      readonly estimatedDuration?: string;
      readonly [key: string]: unknown;
    }[];
  }[];
  readonly summary: {
    readonly totalOperations: number;
    readonly running: number;
    readonly completed: number;
    readonly failed: number;
    readonly cancelled: number;
    /** of a `search` that finds more than 1,000: the newest of them are counted */
    readonly isPartial?: boolean;
  };
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

export interface OperationRequest {
  readonly operationType: "ProcessMiningAnalysis" | "DataEnrichment" | "ReportGeneration";
  readonly operationName: string;
  readonly operationDescription?: string;
  /** @default "Normal" */
  readonly priority?: "Low" | "Normal" | "High" | "Critical";
  /** @default {} */
  readonly parameters?: {
    readonly [key: string]: unknown;
  };
  readonly callbacks?: Callbacks;
  readonly notifications?: Notifications;
  /** @default 3600 */
  readonly timeout?: number;
  readonly retryPolicy?: RetryPolicy;
}

export interface OperationResults {
  readonly operationId: string;
  readonly operationType: string;
  readonly operationName: string;
  readonly status: "Initiated" | "Running" | "Completed" | "Failed" | "Cancelled" | "Timeout";
  readonly completionTime: Time;
  readonly totalDuration: string;
  readonly success: boolean;
  /** the versions that it reads, also in a retry: first of the dataset it works on, then of others */
  readonly datasets?: readonly {
    readonly datasetId: string;
    readonly datasetVersion: number;
  }[];
  readonly summary: {
    /** events as recorded of the cases analysed (a number) */
    readonly recordsAnalyzed?: number;
    /** cases analysed (a number) */
    readonly casesAnalyzed?: number;
    /** different sequences of activities that cases take (a number) */
    readonly processVariants?: number;
    /** cases that stand out, at the false discovery rate of `anomalies.falsePositiveRate` (a number; absent where none were looked for) */
    readonly anomaliesDetected?: number;
    /** trained models that beat their baseline by more than chance on later cases; only they are offered as files (a number) */
    readonly modelsGenerated?: number;
    /** files written (a number) */
    readonly reportsCreated?: number;
    /** quality of the dataset, as in the results of the phase that loads it (0 to 100) */
    readonly dataQualityScore?: number;
    /** how far the predictions can be relied on: the mean of the accuracies that can be defended of the next activity and of the remaining time (the least accuracy in the worse half of the later cases with 95 % confidence, less the calibration error), times the quality of the data; halved, and so below 50, where one of them has no model that beats its baseline (0 to 100; absent where nothing can be predicted or the quality of the data isn't known) */
    readonly overallConfidenceScore?: number;
    /** rows of the dataset before it was cleaned (a number) */
    readonly recordsBefore?: number;
    /** rows of the new dataset (a number) */
    readonly recordsAfter?: number;
    /** cases of the new dataset (a number) */
    readonly casesAfter?: number;
    /** different activities of the new dataset (a number) */
    readonly activitiesAfter?: number;
    /** columns that were added (a number; absent where none were) */
    readonly columnsAdded?: number;
    /** quality of the new dataset (0 to 100) */
    readonly dataQualityScoreAfter?: number;
    /** faulty rows that the rules found, together (a number; absent without rules) */
    readonly problemsFound?: number;
    /** rows that rules changed, together (a number; absent without rules) */
    readonly recordsChanged?: number;
    /** rows that rules dropped, together (a number; absent without rules) */
    readonly recordsDropped?: number;
    /** id of the new dataset */
    readonly outputDatasetId?: string;
    /** format of its file, as asked for */
    readonly outputFormat?: string;
    readonly [key: string]: unknown;
  };
  readonly phaseResults: readonly {
    readonly phaseName: string;
    readonly status: "Pending" | "Running" | "Completed" | "Failed" | "Cancelled" | "Skipped";
    /**
     * with `format=detailed`: what the phase found; its keys are the type's.
     * 
     * **ProcessMiningAnalysis, DataEnrichment**
     * 
     * - `filtered` (absent without filters)
     *   - `casesBefore`: cases of the dataset
     *   - `casesAfter`: cases that the filters left
     *   - `eventsBefore`: steps of the dataset: events, or starts and completions merged
     *   - `eventsAfter`: steps that the filters left
     * - `filtered.steps[]` (absent without filters)
     *   - `casesLeft`: cases that this filter and those before it left
     *   - `eventsLeft`: steps that they left
     * - `recordsLoaded`: records of the dataset's file: used and left out
     * - `validRecords`: records that are in the dataset's table
     * - `cases`: cases that the operation is about
     * - `dataQualityScore`: quality of the dataset: 100 less the points lost for completeness, uniqueness, a known order of events, plausible times, consistent names and certain roles of the columns (0 to 100)
     * - `dataQuality`
     *   - `recordsLeftOut`: records of the file that are not in the table
     *   - `score`: quality of the dataset: 100 less the points lost in its dimensions, rounded down to a tenth; of the whole dataset, whatever part of it is analysed (0 to 100)
     * - `validationErrors[].count`: records or events that have the fault; one with two faults counts under both
     * - `dataQuality.dimensions[]`
     *   - `score`: 100 less the points that the dimension loses (0 to 100)
     *   - `pointsLost`: 100 × affected ÷ of, and the points of its doubts (points)
     *   - `affected`: what has the fault that the dimension counts
     *   - `of`: what could have that fault
     * - `dataQuality.columns[]`
     *   - `missing`: rows without a value
     *   - `distinct`: different values; in a table of more than 200,000 rows within a few per cent but for cases and activities
     *   - `typeAgreement`: share of the values that have the type of most (0 to 1)
     *   - `rejected`: records left out because of the column
     *   - `repaired`: values left empty or replaced as they could not be read
     *   - `doubtful`: values that a doubt is about
     * - `dataQuality.doubts[]` (absent where they can't be counted)
     *   - `count`: values or records that it is about
     *   - `points`: points that it takes off the quality score (points; absent where nothing is in doubt)
     * 
     * **ProcessMiningAnalysis**
     * 
     * - `cleaning` (absent of a dataset that no rule changed)
     *   - `changed`: rows that cleaning changed before the analysis
     *   - `dropped`: rows that cleaning dropped before the analysis
     * - `cleaning.rules[]` (absent of a dataset that no rule changed)
     *   - `changed`: rows that the rule changed
     *   - `dropped`: rows that the rule dropped
     * - `cleaning.merged[].events`: events whose activity was taken for the other (absent of a dataset that no rule changed)
     * - `recordsInTimeWindow`: events as recorded that the time window and the filters left
     * - `overview`
     *   - `activities`: different activities
     *   - `transitions`: pairs of activities that directly follow each other
     *   - `variants`: different sequences of activities
     *   - `medianCaseDurationSec`: median time from a case's first start to its last completion (seconds; absent without times)
     * - `lifecycle`
     *   - `steps`: steps that the recorded events make (absent where each event is a step)
     *   - `pairs`: starts that were put together with their completion or abortion
     *   - `unpairedStarts`: starts that nothing completes, steps of unknown duration
     *   - `unpairedCompletions`: completions without a start, steps of unknown duration
     *   - `otherEvents`: events of other states of the life cycle, no steps
     * - `processModel`
     *   - `activities`: different activities
     *   - `transitions`: pairs of activities of which one directly follows the other in some case
     *   - `variants`: different sequences of activities that cases take
     *   - `places`: places of the Petri net that was discovered (absent where the algorithm makes no usable model; `modelNotAvailable` says why)
     *   - `modelTransitions`: transitions of the Petri net that was discovered (absent where the algorithm makes no usable model; `modelNotAvailable` says why)
     * - `processModel.quality` (absent where the algorithm makes no usable model; `modelNotAvailable` says why)
     *   - `fitness`: token-based replay over the whole log: half of the share of consumed tokens that weren't missing, half of the share of produced ones that didn't remain (0 to 1)
     *   - `traceFitness`: mean over the cases of the fitness of each by token-based replay (0 to 1)
     *   - `fittingCases`: share of the measured cases that the model is known to allow from start to end; of a model discovered from the same log, which leaves rare behaviour out, no measure of compliance (0 to 1)
     *   - `exactCases`: share of the measured cases of which it is known exactly whether they fit; none of the others is counted as fitting (0 to 1)
     *   - `alignmentFitness`: mean over the measured cases of 1 less the cost of the optimal alignment by (events + the shortest way through the model); at most this where `alignedCases` is below 1 (0 to 1; absent where the shortest way, or no case's alignment, is known)
     *   - `alignedCases`: share of the measured cases whose alignment is known to be optimal; for the others a proved lower bound of the cost counts (0 to 1)
     *   - `precision`: share of what the model allows next, over all states that fitting beginnings of cases reach, that the log does there (escaping edges); where `isPrecisionExact` is false, estimated by token replay (0 to 1)
     *   - `generalisation`: 1 less the mean over the transitions of 1 ÷ √(how often it fired in the replay), 1 for one that never did: low where parts of the model rest on few cases (0 to 1)
     *   - `simplicity`: 1 ÷ (1 + max(0, d − 2)) with d the mean number of arcs at a place or transition, 2 in a plain sequence (0 to 1)
     *   - `measuredCases`: share of the cases that were measured: below 1 where the rarest of very many variants were left out (0 to 1)
     * - `variantAnalysis.variantsFor80PercentOfCases`: how many of the most frequent variants it takes to cover 80 % of the cases
     * - `variantAnalysis.mostFrequent[]`
     *   - `cases`: cases that take the variant
     *   - `share`: share of all cases that take it (0 to 1)
     * - `performanceMetrics`
     *   - `efficiency`: flow efficiency: the time in which at least one step of a case is at work, by the cycle time, both summed over all cases (percent, 0 to 100; absent where the log has no start times)
     *   - `casesWithRework`: cases that do an activity more than once
     * - `performanceMetrics.bottlenecks[]`
     *   - `shareOfCycleTime`: time that passes before the activity, by the cycle time of all cases; without start times its own work is part of it (0 to 1)
     *   - `waits`: waits for the activity that were measured
     * - `performanceMetrics.arrivals` (absent where all cases begin at one time)
     *   - `casesPerDay`: (cases − 1) by the days from the first to the last begin of a case (cases a day)
     *   - `casesPerDayByHalf[]`: the same in the first and second half of that time (cases a day; absent where the time is too short)
     *   - `averageOpenCases`: cases under way on average from the first begin to the last completion (absent where the log has no extent in time)
     * - `performanceMetrics.drift` (absent where fewer than 100 cases began early enough to have ended)
     *   - `casesCompared`: cases in which changes over time were looked for: those that began early enough to have ended
     *   - `figuresTested`: figures that were tested for a change: the durations, and the share of cases with each of up to 30 frequent steps; in a process that stays as it is, any of them is told in one log of a hundred (cumulative sums, Bonferroni)
     * - `performanceMetrics.drift.cycleTime` (absent where nothing changed by 10 points of a share, or by a quarter of the median)
     *   - `casesBefore`: cases that began before the change
     *   - `casesAfter`: cases that began after it
     *   - `pValue`: how likely so large a change is in a process that stays as it is (0 to 1)
     * - `performanceMetrics.drift.steps[]` (absent where nothing changed by 10 points of a share, or by a quarter of the median)
     *   - `casesBefore`: cases that began before the change
     *   - `casesAfter`: cases that began after it
     *   - `pValue`: how likely so large a change is in a process that stays as it is (0 to 1)
     *   - `shareOfCasesBefore`: share of the cases before the change that took the step (0 to 1)
     *   - `shareOfCasesAfter`: share of the later cases that took it (0 to 1)
     * - `performanceMetrics.resources` (absent where the log names no resource)
     *   - `count`: different resources
     *   - `handovers`: times that consecutive steps of a case were done by different resources
     * - `performanceMetrics.resources.busiest[]` (absent where the log has no start times)
     *   - `events`: steps that the resource did (absent where the log names no resource)
     *   - `share`: share of all steps with a resource (0 to 1; absent where the log names no resource)
     *   - `utilisation`: share of the time from its first start to its last completion in which it has work in hand (0 to 1)
     *   - `workAtOnce`: pieces of work in hand on average while it has any; 1 is one after the other
     *   - `mostWorkAtOnce`: the most pieces of work in hand at once
     * - `performanceMetrics.resources.mostFrequentHandovers[].count`: times that work went from the one to the other (absent where the log names no resource)
     * - `anomalies`
     *   - `detected`: cases that stand out by a rare step, begin or end, a missing or repeated step, a duration, a wait, or who did it; all that are found, however many or few
     *   - `highSeverity`: of these, with a score of 0.9 or more
     *   - `mediumSeverity`: of these, with a score of 0.7 to 0.9
     *   - `lowSeverity`: of these, with a lower score
     *   - `falsePositiveRate`: share of the anomalies found that are false, on average at most (Benjamini-Hochberg within each kind, the kinds sharing the rate). False means of a rare thing that it happens in 5 % of its chances or more, of a time that it belongs to the tail of the usual times (0 to 1)
     *   - `falseAlarmsOnTypical`: share of the typical cases that were reported when anomalies were planted among them (0 to 1; absent where fewer than 100 cases take a usual path)
     *   - `recallOnPlanted`: share of planted anomalies that were found: two steps exchanged, one dropped, one repeated five times, a wait of a hundred times the case's duration, a step by somebody who never does it (0 to 1; absent where fewer than 100 cases take a usual path)
     *   - `estimatedOnCases`: typical cases among which they were planted (absent where fewer than 100 cases take a usual path)
     * - `patterns`
     *   - `frequentPatterns`: sequences of two or more activities in at least 10 % of the cases that no longer one with the same cases contains
     *   - `rarePatterns`: sequences in at most 1 % of the cases, but at least two, of which all shorter parts are more common
     *   - `criticalPaths`: the variants that hold the most time, until half of the time of all cases is covered; none that holds less than 1 % of it
     * - `patterns.examples.frequent[]`
     *   - `cases`: cases that have the sequence
     *   - `share`: share of all cases (0 to 1)
     * - `patterns.examples.rare[]`
     *   - `cases`: cases that have the sequence
     *   - `share`: share of all cases (0 to 1)
     * - `patterns.examples.critical[]`
     *   - `cases`: cases that take the path
     *   - `share`: share of the time of all cases that they hold (0 to 1)
     *   - `totalSec`: time of its cases from start to end, together (seconds)
     *   - `meanSec`: the same on average (seconds)
     * - `patterns.examples.critical[].slowestStep.share`: share of the path's time that passes in its slowest step (0 to 1; absent where no time passes)
     * - `rootCauses.segmentsCompared`: segments of cases, by attributes, that were compared with all others
     * - `rootCauses.causes[]`
     *   - `cases`: its cases
     *   - `otherCases`: all other cases whose value is known
     *   - `coverage`: cases by all cases (0 to 1)
     *   - `meanSec`: mean duration of the segment's cases (seconds)
     *   - `otherMeanSec`: mean duration of the others (seconds)
     *   - `differenceLowSec`: lower end of the 95 % interval of the difference of the means of cases that began about the same time (seconds)
     *   - `differenceHighSec`: upper end of it (seconds)
     *   - `earlierDifferenceSec`: the difference in the earlier half of the time (seconds)
     *   - `laterDifferenceSec`: in the later half (seconds)
     *   - `cliffsDelta`: how much more often a case of it takes longer than one of the others than less long (-1 to 1)
     *   - `shareExplained`: by how much the mean over all cases would be lower if the segment came out as the others of its time do, as a share of it (0 to 1)
     * - `rootCauses.questions[]`
     *   - `cases`: cases whose answer is known
     *   - `casesWith`: those to which it happens
     *   - `segmentsCompared`: as above; 0 where fewer than 20 cases do, or don't
     * - `rootCauses.questions[].causes[]` (absent where nothing goes with it)
     *   - `cases`: cases of the segment
     *   - `otherCases`: the others
     *   - `coverage`: cases by all whose answer is known (0 to 1)
     *   - `share`: share to which it happens (0 to 1)
     *   - `otherShare`: of the others (0 to 1)
     *   - `differenceLow`: lower end of their difference's 95 % interval (-1 to 1)
     *   - `differenceHigh`: upper end of it (-1 to 1)
     *   - `earlierDifference`: the difference in the earlier half of the time (-1 to 1)
     *   - `laterDifference`: in the later half (-1 to 1)
     *   - `shareExplained`: as above (0 to 1)
     * - `predictions.pathPrediction` (absent with too little data; `notAvailable` says why)
     *   - `accuracy`: share of right predictions of the next activity, or of the end, by the recommended way, over all prefixes of the cases that began after every case learnt from had ended (0 to 1)
     *   - `confidence`: mean probability that the recommended way gave to its predictions (0 to 1)
     *   - `accuracyByHalf[]`: accuracy on the test cases that began in the earlier and in the later half of the test period (0 to 1)
     *   - `accuracyAtLeast`: what the accuracy of the worse half is at least, with 95 % confidence, as if one more case had been predicted wrongly throughout; rows of one case count as one (0 to 1)
     *   - `defendedAccuracy`: what can be defended of the accuracy: what that of the worse half is at least, with 95 % confidence less the calibration error of the stated probabilities (expected calibration error in ten bins) (0 to 1)
     * - `predictions.pathPrediction.baselines[].accuracy`: accuracy of a way that needs no model, on the same cases (0 to 1; absent with too little data; `notAvailable` says why)
     * - `predictions.cycleTimePrediction` (absent with too little data; `notAvailable` says why)
     *   - `accuracy`: 1 less the mean absolute error of the remaining time by what remained on average, 0 where negative, over the prefixes of cases that went on (0 to 1)
     *   - `meanAbsoluteErrorSec`: mean absolute error of the remaining time, over the same prefixes (seconds)
     *   - `accuracyByHalf[]`: as of `pathPrediction` (0 to 1)
     *   - `accuracyAtLeast`: as of `pathPrediction` (0 to 1)
     *   - `defendedAccuracy`: what can be defended of the accuracy: what that of the worse half is at least, with 95 % confidence (0 to 1)
     * - `predictions.cycleTimePrediction.baselines[].meanAbsoluteErrorSec`: the same of a way that needs no model (seconds; absent with too little data; `notAvailable` says why)
     * - `predictions.pathPrediction.inputs[].errorGrows`: how much the share of wrong predictions of the trained model grows when the values of the input are exchanged between test prefixes; inputs are the path so far, times, attributes of the log, and how much goes on in other cases (0 to 1; absent where no models were trained)
     * - `predictions.cycleTimePrediction.inputs[].errorGrows`: the same of the mean absolute error, as a share of it (a ratio; absent where no models were trained)
     * - `predictions.runningCases` (absent where there are too few cases to calibrate and check an interval)
     *   - `count`: cases that may be under way at the end of the log: they don't end as at least 5 % of the cases do, and their last event is no longer ago than 95 % of the cases take (absent where no models were trained)
     *   - `intervalLevel`: share of the remaining times that the intervals are made to cover (split conformal prediction on the earlier half of the test cases) (0 to 1)
     *   - `intervalCoverage`: share that they did cover on the later half, which had no part in them (0 to 1)
     *   - `intervalCheckedOn`: prefixes of the later half on which that was measured
     * - `predictions.runningCases.latest[]` (absent where there are too few cases to calibrate and check an interval)
     *   - `probability`: share of right predictions of the next activity among those of the test cases that were stated as sure (0 to 1; absent where no case is under way)
     *   - `remainingTimeSec`: `remainingTime`, the predicted time from the last event of the case to its end, as a number (seconds; absent where no model of the remaining time is offered)
     *   - `atLeastSec`: `atLeast`, the lower end of the remaining time's interval, as a number (seconds)
     *   - `atMostSec`: `atMost`, the upper end of the remaining time's interval, as a number (seconds)
     *   - `outcomeRisk`: probability of the outcome that was asked for; 1 where it has come already (0 to 1; absent where it wasn't asked for (`predictionTargets`), or too few cases show an answer)
     *   - `overdueRisk`: probability that the case ends late; 1 where it is late already (0 to 1; absent where it wasn't asked for (`predictionTargets`), or too few cases show an answer)
     * - `predictions.evaluation` (absent with too little data; `notAvailable` says why)
     *   - `trainCases`: cases that had ended at the split date, which were learnt from whole
     *   - `testCases`: cases that began at or after the split date, which were tested on
     *   - `casesUnderWay`: cases under way at the split date, learnt from as far as they had come; those that ended stand for them, by the inverse probability that their end was seen (Kaplan-Meier)
     *   - `shareUnderWay`: casesUnderWay by all cases (0 to 1)
     *   - `testCasesUnderWay`: test cases under way at the end of the log, judged as far as they had come, weighed in the same way
     *   - `largestWeight`: cases that the training case with the most weight stands for; 20 at most
     * - `predictions.risks.*` (absent where it wasn't asked for (`predictionTargets`), or too few cases show an answer)
     *   - `shareOfTestPrefixes`: share of the test prefixes, at which the answer was not known yet, of cases to which the outcome came, or which were late (0 to 1)
     *   - `brierScore`: mean squared distance of the stated probability from what came (1 or 0), by the recommended way, on the test prefixes (0 to 1)
     *   - `baselineBrierScore`: the same of the share after the latest activity (0 to 1)
     *   - `areaUnderCurve`: chance that a prefix to which it comes has a higher probability than one to which it does not; 0.5 is guessing (0 to 1)
     *   - `calibrationError`: mean distance of the calibrated probability from the share to which it came, in ten bins, on the later half of the test cases, which had no part in calibrating it (0 to 1)
     *   - `trainPrefixes`: prefixes learnt from: those at which the answer was not known yet and later was
     *   - `testPrefixes`: prefixes tested on
     * - `insights[].evidence` (absent in insights on other things)
     *   - `cases`: cases analysed
     *   - `events`: steps that the resource did
     *   - `variants`: different paths
     *   - `variantsFor80PercentOfCases`: the most frequent paths that cover 80 % of the cases
     *   - `shareOfMostFrequent`: share of the cases that take the most frequent path (0 to 1)
     *   - `cycleTime95PercentSec`: time within which 95 % of the cases end (seconds)
     *   - `medianBeforeSec`: median cycle time of the cases that began before the process changed (seconds)
     *   - `medianAfterSec`: the same of the cases that began after (seconds)
     *   - `shareBefore`: share of the cases that took the step among those that began before the process changed (0 to 1)
     *   - `shareAfter`: the same among those that began after (0 to 1)
     *   - `medianCycleTimeSec`: time within which half of the cases end (seconds)
     *   - `shareOfCycleTime`: time that passes before the activity by the cycle time of all cases (0 to 1)
     *   - `meanWaitSec`: mean time that passes before the activity (seconds)
     *   - `waits`: times that a case came to the activity
     *   - `casesWithRework`: cases that repeat an activity other than those that most of their cases repeat
     *   - `casesRepeatingIt`: of these, cases that repeat the activity that the most repeat
     *   - `casesWithIt`: cases that have that activity
     *   - `activitiesAsARule`: activities that most of their cases repeat
     *   - `flowEfficiency`: time at work by all time of cases (0 to 1)
     *   - `processingSec`: time at work, of all cases (seconds)
     *   - `cycleSec`: time from start to end, of all cases (seconds)
     *   - `casesPerDayFirstHalf`: cases begun a day in the first half of the time (cases a day)
     *   - `casesPerDaySecondHalf`: cases begun a day in the second half of the time (cases a day)
     *   - `share`: share of the steps that the resource did (0 to 1)
     *   - `evenShare`: its share if all who do an activity shared its steps evenly (0 to 1)
     *   - `resources`: different resources
     *   - `handovers`: steps that another resource did than the step before
     *   - `steps`: steps that follow another
     *   - `deviatingCases`: cases that deviate from the reference model
     *   - `termSec`: time after which the step comes, far more often than about that time (seconds)
     *   - `times`: times that it comes then
     *   - `occurrences`: times that it comes right after that step, or first in its case, whenever
     *   - `anomalies`: cases that stand out
     *   - `casesOfKind`: of these, by the most frequent kind
     * - `referenceModel` (absent without a reference model)
     *   - `datasetVersion`: version of the dataset, where that is the model
     *   - `cases`: cases compared with the reference model: those of the most frequent variants
     *   - `fittingCases`: of these, cases that follow it from beginning to end
     *   - `optimalCases`: of these, cases whose deviations are known to be the fewest; those of the others aren't told
     *   - `alignmentFitness`: mean over the cases of 1 − deviations ÷ (events + shortest way through the model), by optimal alignments; at most this where `optimalCases` are fewer than `cases` (0 to 1; absent without a reference model, or where its shortest way took too long to find)
     * - `referenceModel.deviations[]` (absent without a reference model)
     *   - `times`: times that the activity is done where the model doesn't allow it, or skipped where the model asks for it
     *   - `cases`: cases that have the deviation
     *   - `share`: share of the cases compared that have it (0 to 1)
     *   - `meanSec`: mean duration of the cases that have it (seconds; absent without times, or where every case has the deviation)
     *   - `otherMeanSec`: mean duration of all other cases (seconds; absent without times, or where every case has the deviation)
     * - `rules[]` (absent without rules)
     *   - `cases`: cases judged by the rule
     *   - `activeCases`: cases that give occasion for the rule; the others keep it for want of one
     *   - `violatingCases`: cases that break it
     *   - `share`: share of all cases that break it (0 to 1)
     *   - `violations`: times that it is broken
     * - `rules[].unnamed` (absent without rules)
     *   - `withinSec`: the time limit that the rule was given; of a rule without a name (seconds)
     *   - `times`: the number of times that the rule was given; of a rule without a name
     * - `rules[].examples[].violations`: times that the case breaks it (absent without rules)
     * 
     * **ProcessMiningAnalysis, ReportGeneration**
     * 
     * - `reportsCreated`: files written
     * 
     * **ProcessMiningAnalysis, DataEnrichment, ReportGeneration**
     * 
     * - `lists.*`
     *   - `total`: how many the list beside `lists` has in all
     *   - `shown`: how many of them are told, in the order of `orderedBy`
     * 
     * **DataEnrichment**
     * 
     * - `activities`: different activities
     * - `problemsFound`: faulty rows that the rules found, together (absent without rules)
     * - `recordsChanged`: rows that rules changed, together (absent without rules)
     * - `recordsDropped`: rows that rules dropped, together
     * - `events`: rows of the new dataset
     * - `columns[].nulls`: rows without a value in the column
     * - `rules[]`
     *   - `found`: faulty rows: changed, dropped and left as they are
     *   - `changed`: rows changed
     *   - `dropped`: rows dropped
     *   - `foundByImport`: rows that the import left out for want of a time, taken up again (absent where there are none)
     * - `rules[].examples[].row`: row of the table, from 1
     * - `rules[].proposals[].events`: events of the name that may be a misspelling (absent where the rule is none that proposes)
     * - `rules[].proposals[].evidence` (absent where the rule is none that proposes)
     *   - `edits`: letters to change; 0 where only blanks, signs or case differ
     *   - `timesAsFrequent`: how many times as frequent the other name is
     *   - `sameNeighbours`: share of its events whose neighbours in the case are neighbours of the other name elsewhere (0 to 1)
     *   - `sameResources`: share of its events whose resource does the other as well (0 to 1)
     *   - `knownVariants`: share of its cases whose path, with the other name, other cases take (0 to 1)
     * - `leftOutAtImport[].count`: records that the import left out for this reason (absent where it left none out)
     * - `leftOutAtImport[].examples[]` (absent where it left none out)
     *   - `line`: line of the file, from 1
     *   - `row`: row of the file, from 1
     * - `join` (absent without a join)
     *   - `matchedRows`: rows that found one of the other table by the key
     *   - `unmatchedRows`: rows that found none
     *   - `repeatedKeys`: keys with several rows in the other table, of which the first counts
     * - `quality`
     *   - `score`: quality of the dataset: 100 less the points lost in its dimensions, rounded down to a tenth; of the whole dataset, whatever part of it is analysed (0 to 100)
     *   - `validShare`: share of the records that are in the table (0 to 1)
     * - `quality.dimensions[]`
     *   - `score`: 100 less the points that the dimension loses (0 to 100)
     *   - `pointsLost`: 100 × affected ÷ of, and the points of its doubts (points)
     *   - `affected`: what has the fault that the dimension counts
     *   - `of`: what could have that fault
     * - `quality.columns[]`
     *   - `missing`: rows without a value
     *   - `distinct`: different values; in a table of more than 200,000 rows within a few per cent but for cases and activities
     *   - `typeAgreement`: share of the values that have the type of most (0 to 1)
     *   - `rejected`: records left out because of the column
     *   - `repaired`: values left empty or replaced as they could not be read
     *   - `doubtful`: values that a doubt is about
     * - `quality.completeness.*`: share of the records with a readable value, by role (0 to 1)
     * - `doubts[]` (absent where they can't be counted)
     *   - `count`: values or records that it is about
     *   - `points`: points that it takes off the quality score (points; absent where nothing is in doubt)
     * - `doubts[].examples[].line`: line of the file, from 1 (absent where the doubt has none)
     * 
     * **ReportGeneration**
     * 
     * - `analyses`: analyses that the report is about
     * - `template.datasetVersion`: version of the dataset whose look the slides have (absent without a template)
     */
    readonly results?: {
      readonly [key: string]: unknown;
    };
  }[];
  readonly artifacts: readonly {
    readonly name: string;
    readonly type: string;
    readonly format: string;
    readonly size: string;
    readonly downloadUrl: string;
    readonly description?: string;
  }[];
  readonly performance: {
    readonly totalExecutionTime?: string;
    readonly resourceUtilization?: {
      readonly averageCpuUsage?: number;
      readonly peakMemoryUsage?: string;
      readonly totalCpuHours?: number;
      readonly totalCost?: string;
    };
    readonly throughput?: string;
    readonly efficiency?: number;
  };
  readonly recommendations: readonly {
    readonly category: string;
    readonly priority: "High" | "Medium" | "Low";
    /** what is recommended, by a name that is the same in every language */
    readonly code?: string;
    readonly recommendation: string;
    readonly expectedImprovement?: string;
    /** share of the mean cycle time saved, or of the events put right */
    readonly effect?: number;
    /** the figures behind it; keys end with the unit of their value */
    readonly evidence?: {
      readonly [key: string]: unknown;
    };
    /** what was compared with what, and on how many cases */
    readonly compared?: string;
    /** what has to hold for the improvement to come */
    readonly assumed?: string;
    /** what, if it is seen, says that it is wrong */
    readonly refutedBy?: string;
  }[];
  readonly error?: Error;
}

export interface OperationStatus {
  readonly operationId: string;
  readonly operationType: string;
  readonly operationName: string;
  readonly status: "Initiated" | "Running" | "Completed" | "Failed" | "Cancelled" | "Timeout";
  readonly priority: "Low" | "Normal" | "High" | "Critical";
  readonly dateCreated: Time;
  readonly timeoutAt?: Time;
  readonly progress: {
    readonly percentage: number;
    readonly currentPhase?: string;
    readonly phasesCompleted: number;
    readonly totalPhases: number;
    readonly startTime?: Time;
    readonly elapsedTime?: string;
    readonly estimatedRemaining?: string;
    readonly estimatedCompletion?: Time;
  };
  readonly execution?: Execution;
  readonly phases: readonly {
    readonly phaseName: string;
    readonly status: "Pending" | "Running" | "Completed" | "Failed" | "Cancelled" | "Skipped";
    readonly startTime?: Time;
    readonly endTime?: Time;
    readonly duration?: string;
    readonly recordsProcessed?: number;
    readonly progress?: number;
    readonly currentActivity?: string;
    readonly estimatedStartTime?: Time;
    readonly estimatedDuration?: string;
    readonly [key: string]: unknown;
  }[];
  readonly callbacks?: {
    readonly progressCallbacksSent: number;
    readonly lastProgressCallback?: Time;
    readonly callbacksSuccessful: number;
    readonly callbacksFailed: number;
  };
  readonly notifications?: readonly {
    readonly channel: "email" | "slack";
    readonly status: "Pending" | "Sent" | "Failed" | "Skipped";
    readonly attempts: number;
    readonly sentAt?: Time;
    readonly reason?: string;
  }[];
  readonly error?: Error;
  /** the last ten warnings of its log, in their order; absent without any */
  readonly warnings?: readonly {
    readonly phaseName?: string;
    readonly message: string;
    readonly time: Time;
  }[];
  /** what it waits for, as of this answer; absent when it runs or has ended. The ETag doesn't follow it */
  readonly waitingFor?: {
    /** Dependencies: others of its batch have not completed; Queue: others come before it, or a worker is about to take it; Capacity: no worker has room for it; NoWorker: none is there; Quota: its tenant or project runs as much as it may; NextAttempt: the pause before an automatic attempt; Lease: its worker was lost */
    readonly reason: "Dependencies" | "Queue" | "Capacity" | "NoWorker" | "Quota" | "NextAttempt" | "Lease";
    readonly detail: string;
    /** in the queue of all tenants; 1 is the next */
    readonly position?: number;
    /** more may come before it than are counted */
    readonly isAtLeast?: true;
    /** by the estimates of what runs and what comes before it; absent if it isn't known */
    readonly expectedStart?: Time;
    /** Dependencies: those that have not completed, five at most */
    readonly dependencies?: readonly {
      readonly name: string;
      readonly status: string;
    }[];
    /** Dependencies: how many have not completed */
    readonly openDependencies?: number;
    /** Quota: those that are used up */
    readonly quotas?: readonly {
      readonly quota: "runningOperations" | "cpuUnits";
      readonly level: "tenant" | "project";
      readonly limit: number;
      readonly used: number;
    }[];
    /** Capacity: what it needs */
    readonly needs?: {
      readonly cpuUnits: number;
      readonly memoryGB: number;
    };
    /** Capacity: what is free on the worker that comes nearest to that */
    readonly free?: {
      readonly cpuUnits: number;
      readonly memoryGB: number;
    };
    /** NextAttempt: the attempt that comes */
    readonly attempt?: number;
    /** NextAttempt: when it begins */
    readonly nextAttempt?: Time;
    /** Lease: when its worker's lease ended */
    readonly leaseEnded?: Time;
  };
  /** the versions that it reads, also in a retry: first of the dataset it works on, then of others */
  readonly datasets?: readonly {
    readonly datasetId: string;
    readonly datasetVersion: number;
  }[];
  /** the subject of the token that it was started with */
  readonly submittedBy?: string;
}

export interface OperationTypes {
  readonly operationTypes: readonly {
    readonly operationType: string;
    readonly description?: string;
    readonly phases: readonly {
      readonly phaseName: string;
      readonly description?: string;
      /** of the progress in percent; 0 for what doesn't count */
      readonly share: number;
    }[];
    /** whether it can't run without a dataset, its own or that of a dependency */
    readonly needsDataset: boolean;
    /** whether it makes a dataset, which dependents in a batch work on */
    readonly givesDataset: boolean;
    /** whether it can't run without results of other operations, named or those of dependencies */
    readonly needsSources: boolean;
    /** JSON Schema (draft 2020-12) of `parameters`, with their defaults */
    readonly parameters: {
      readonly [key: string]: unknown;
    };
    /** bodies of POST …/async/operation */
    readonly examples: readonly {
      readonly operationType: string;
      readonly operationName: string;
      readonly parameters: {
        readonly [key: string]: unknown;
      };
    }[];
  }[];
}

export interface Ping {
  /** the token's `sub`, which answers name as `cancelledBy` and the like */
  readonly subject: string;
  readonly tenantId: string;
  readonly projectId: string;
  /** the tenant's projects that the token covers; `*` is all of them */
  readonly projects: readonly string[] | "*";
  /** in the tenant, or of the token as a whole */
  readonly role?: string;
  /** what it may do here; each endpoint says which one it needs */
  readonly permissions: readonly ("read" | "operate" | "datasets" | "webhooks" | "admin" | "audit")[];
  readonly tokenExpires: Time;
  readonly serverTime: Time;
  /** of the service */
  readonly version: string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 412 | 413 | 415 | 416 | 422 | 429 | 431 | 500 | 503;
  readonly detail: string;
  readonly requestId: string;
  /** the quotas that were exceeded, as level-quota */
  readonly "violated-policies"?: readonly string[];
  readonly errors?: readonly {
    readonly pointer: string;
    readonly detail: string;
  }[];
  /** the request has more faults than are told */
  readonly moreErrors?: true;
  readonly error: {
    readonly code: "validation_failed" | "unauthenticated" | "forbidden" | "not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "not_yet" | "idempotency_in_flight" | "gone" | "precondition_failed" | "payload_too_large" | "unsupported_media_type" | "range_not_satisfiable" | "unprocessable" | "idempotency_key_reused" | "rate_limited" | "quota_exceeded" | "headers_too_large" | "internal_error" | "temporarily_unavailable";
    readonly message: string;
    readonly details: {
      readonly [key: string]: unknown;
    };
    readonly timestamp: Time;
    readonly requestId: string;
  };
}

export interface Queue {
  /** operations of this project */
  readonly waiting: {
    readonly total: number;
    /** more wait; figures are of the oldest 10,000 */
    readonly isAtLeast?: true;
    /** those that wait for a worker */
    readonly ready: number;
    /** those that wait for others of their batch */
    readonly blocked: number;
    readonly byPriority: {
      readonly Low: number;
      readonly Normal: number;
      readonly High: number;
      readonly Critical: number;
    };
    readonly oldestSince?: Time;
    readonly oldestWait?: string;
    /** of those that wait, so far */
    readonly averageWait?: string;
  };
  /** those that were heard of in the last 20 seconds */
  readonly workers: readonly {
    readonly name: string;
    readonly status: "Active" | "Draining";
    /** how many it runs, of all tenants */
    readonly operations: number;
    readonly cpuUnits: {
      readonly total: number;
      readonly used: number;
    };
    readonly memoryGB: {
      readonly total: number;
      readonly used: number;
    };
    /** percent of its CPU units or its memory that is taken, whichever is more */
    readonly load: number;
    readonly version?: string;
    readonly lastSeen: Time;
  }[];
  /** operations of this project that wait for a worker: of the oldest fifty, the next first */
  readonly operations: readonly {
    readonly operationId: string;
    readonly operationType: string;
    readonly operationName: string;
    readonly priority: "Low" | "Normal" | "High" | "Critical";
    /** in the queue of all tenants; 1 is the next */
    readonly position?: number;
    /** more may come before it than are counted */
    readonly isAtLeast?: true;
    /** by the estimates of what runs and what comes before it; absent if it isn't known */
    readonly expectedStart?: Time;
    readonly dateCreated: Time;
  }[];
}

export type QuotaLimit = null | number | "default";

export interface QuotaPatch {
  /** limits of the tenant as a whole: for operators of the service only */
  readonly tenant?: {
    readonly queuedOperations?: QuotaLimit;
    readonly runningOperations?: QuotaLimit;
    readonly cpuUnits?: QuotaLimit;
    readonly datasetBytes?: QuotaLimit;
    readonly artifactBytes?: QuotaLimit;
    readonly uploadBytes?: QuotaLimit;
    readonly requestsPerMinute?: QuotaLimit;
    readonly streams?: QuotaLimit;
    readonly webhooks?: QuotaLimit;
  };
  /** limits of the project, beside those of its tenant */
  readonly project?: {
    readonly queuedOperations?: QuotaLimit;
    readonly runningOperations?: QuotaLimit;
    readonly cpuUnits?: QuotaLimit;
    readonly datasetBytes?: QuotaLimit;
    readonly artifactBytes?: QuotaLimit;
    readonly uploadBytes?: QuotaLimit;
    readonly requestsPerMinute?: QuotaLimit;
    readonly streams?: QuotaLimit;
    readonly webhooks?: QuotaLimit;
  };
  /** the tenant's share of the workers, where others have 1: for operators of the service only */
  readonly tenantWeight?: number;
}

export interface Quotas {
  readonly quotas: readonly {
    readonly quota: "queuedOperations" | "runningOperations" | "cpuUnits" | "datasetBytes" | "artifactBytes" | "uploadBytes" | "requestsPerMinute" | "streams" | "webhooks";
    readonly level: "tenant" | "project";
    /** absent: there is none */
    readonly limit?: number;
    readonly used: number;
    /** whether the limit is the deployment's, and not this one's own */
    readonly isDefault: boolean;
  }[];
  /** the tenant's share of the workers, where others have 1 */
  readonly tenantWeight: number;
}

export interface RecoverRequest {
  readonly since: string;
  readonly until?: string;
}

export interface Recovered {
  readonly webhookId?: string;
  readonly since: Time;
  readonly until: Time;
  readonly recoveredDeliveries: number;
}

export interface RetryAccepted {
  readonly originalOperationId: string;
  readonly newOperationId?: string;
  readonly retryMode: "resume" | "restart";
  readonly retryNumber: number;
  readonly resumeFromPhase: string;
  readonly status?: "Initiated" | "Running" | "Completed" | "Failed" | "Cancelled" | "Timeout";
  readonly estimatedDuration: string;
  readonly estimatedCompletion: Time;
  readonly preservedResults: {
    readonly phasesPreserved: number;
    readonly recordsProcessed?: number;
    readonly progressSaved: number;
  };
  readonly resourcesAllocated: ResourcesAllocated;
  readonly retryAttemptDate: Time;
}

export interface RetryRequest {
  /** @default "resume" */
  readonly retryMode?: "resume" | "restart";
  readonly retryReason?: string;
  /** @default false */
  readonly modifyParameters?: boolean;
  readonly updatedParameters?: {
    readonly resourceAllocation?: {
      readonly cpuUnits?: number;
      readonly memoryGB?: number;
      readonly priority?: "Low" | "Normal" | "High" | "Critical";
    };
    readonly [key: string]: unknown;
  };
  readonly retryPolicy?: RetryPolicy;
  readonly newTimeout?: number;
  /** @default true */
  readonly preserveOriginalResults?: boolean;
}

export interface RotateSecretRequest {
  readonly secret: string;
}

export interface ScheduleList {
  readonly schedules: readonly {
    readonly scheduleId: string;
    readonly scheduleName: string;
    readonly scheduleDescription?: string;
    readonly status: "Active" | "Paused";
    readonly cron: string;
    readonly timeZone: string;
    readonly catchUp: "skip" | "latest" | "all";
    readonly overlap: "allow" | "skip";
    readonly starts: "Operation" | "Batch";
    /** absent while it is paused */
    readonly nextRun?: Time;
    readonly lastRun?: ScheduleRun;
    readonly createdBy: string;
    readonly dateCreated: Time;
    readonly dateUpdated: Time;
  }[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

export interface SchedulePatch {
  readonly scheduleName?: string;
  readonly scheduleDescription?: string;
  /** minute, hour, day of month, month, day of week; names, lists, ranges, steps, `L`, `W`, `#`, or `@daily` and the like. Where both days are given, either will do */
  readonly cron?: string;
  /** IANA name. A time of day that clocks leave out runs when they change, one that comes twice the first time only; with `*` as minute or hour a schedule goes by the clock instead */
  readonly timeZone?: string;
  /** what becomes of ticks more than 5 minutes past when the service was away: none runs, the latest does, or all do (at most 100) */
  readonly catchUp?: "skip" | "latest" | "all";
  /** at a tick while an earlier run goes on: run as well, or skip the tick */
  readonly overlap?: "allow" | "skip";
  readonly operation?: OperationRequest;
  readonly batch?: BatchRequest;
}

export interface ScheduleRequest {
  readonly scheduleName: string;
  readonly scheduleDescription?: string;
  /** minute, hour, day of month, month, day of week; names, lists, ranges, steps, `L`, `W`, `#`, or `@daily` and the like. Where both days are given, either will do */
  readonly cron: string;
  /**
   * IANA name. A time of day that clocks leave out runs when they change, one that comes twice the first time only; with `*` as minute or hour a schedule goes by the clock instead
   * @default "UTC"
   */
  readonly timeZone?: string;
  /**
   * what becomes of ticks more than 5 minutes past when the service was away: none runs, the latest does, or all do (at most 100)
   * @default "latest"
   */
  readonly catchUp?: "skip" | "latest" | "all";
  /**
   * at a tick while an earlier run goes on: run as well, or skip the tick
   * @default "allow"
   */
  readonly overlap?: "allow" | "skip";
  readonly operation?: OperationRequest;
  readonly batch?: BatchRequest;
}

export interface ScheduleRun {
  /** counts the schedule's runs, from 1 */
  readonly runNumber: number;
  readonly trigger: "Schedule" | "Manual";
  /** the tick; of a manual run the time of the request */
  readonly scheduledFor: Time;
  /** the last tick, where several were skipped together */
  readonly until?: Time;
  /** when it was started, skipped or refused */
  readonly dateCreated: Time;
  readonly status: "Started" | "Skipped" | "Failed";
  readonly operationId?: string;
  readonly batchId?: string;
  /** status of the operation or batch */
  readonly trackingUrl?: string;
  /** why nothing was started: Missed, StillRunning, or the code that POST would have been refused with */
  readonly reason?: string;
  /** the same in words */
  readonly detail?: string;
  readonly errors?: readonly {
    readonly pointer: string;
    readonly detail: string;
  }[];
}

export interface ScheduleRunList {
  readonly runs: readonly ScheduleRun[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

export interface Schedule {
  readonly scheduleId: string;
  readonly scheduleName: string;
  readonly scheduleDescription?: string;
  readonly status: "Active" | "Paused";
  readonly cron: string;
  readonly timeZone: string;
  readonly catchUp: "skip" | "latest" | "all";
  readonly overlap: "allow" | "skip";
  readonly starts: "Operation" | "Batch";
  /** absent while it is paused */
  readonly nextRun?: Time;
  readonly lastRun?: ScheduleRun;
  readonly createdBy: string;
  readonly dateCreated: Time;
  readonly dateUpdated: Time;
  /** the next runs, as clocks are known to be changed by then */
  readonly nextRuns: readonly Time[];
  /** a body of POST …/async/operation, as it was given */
  readonly operation?: {
    readonly [key: string]: unknown;
  };
  /** a body of POST …/async/batch, as it was given */
  readonly batch?: {
    readonly [key: string]: unknown;
  };
}

export interface SecretRotated {
  readonly webhookId: string;
  readonly previousSecretExpires?: Time;
}

export interface SigningKeys {
  readonly keys: readonly {
    readonly algorithm: "ed25519";
    readonly signatureVersion: "v1a";
    readonly publicKey: string;
  }[];
}

export interface StartPage {
  readonly name: string;
  readonly version: string;
  /** what there is beside the API, by name, relative to this address */
  readonly links: {
    readonly [key: string]: string;
  };
}

/** an http or https URL; what isn't ASCII in it is encoded */
export type TargetUrl = string;

export type WebhookEventType = "operation.started" | "operation.progress" | "operation.phase.completed" | "operation.completed" | "operation.failed" | "operation.cancelled" | "dataset.ready" | "dataset.failed" | "dataset.cancelled";

export type Time = string;

export interface WebhookCreated {
  readonly webhookId: string;
  readonly webhookUrl: string;
  readonly webhookName: string;
  readonly status: "Active" | "Paused" | "Disabled";
  readonly eventsSubscribed: readonly WebhookEventType[];
  readonly filters: {
    readonly operationTypes?: readonly string[];
    readonly priorities?: readonly string[];
    readonly minProgressIncrement?: number;
  };
  readonly createdAt: Time;
  readonly lastDelivery: string | null;
  readonly deliveryStats: DeliveryStats;
}

export interface WebhookList {
  readonly webhooks: readonly Webhook[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

export interface WebhookPatch {
  readonly webhookUrl?: TargetUrl;
  readonly webhookName?: string;
  readonly events?: readonly WebhookEventType[];
  readonly filters?: {
    readonly operationTypes?: readonly ("ProcessMiningAnalysis" | "DataEnrichment" | "ReportGeneration")[];
    readonly priorities?: readonly ("Low" | "Normal" | "High" | "Critical")[];
    /** @default 1 */
    readonly minProgressIncrement?: number;
  };
  readonly authentication?: {
    readonly type: "hmac-sha256" | "ed25519";
    readonly secret?: string;
  };
  readonly retryPolicy?: {
    /** @default 5 */
    readonly maxRetries?: number;
    /** @default 60 */
    readonly retryDelay?: number;
    /** @default 2 */
    readonly backoffMultiplier?: number;
    /** @default 3600 */
    readonly maxDelay?: number;
  };
  readonly headers?: {
    readonly [key: string]: string;
  };
  readonly status?: "Active" | "Paused";
}

export interface WebhookRequest {
  readonly webhookUrl: TargetUrl;
  /** @default "Webhook" */
  readonly webhookName?: string;
  /** @default ["operation.started","operation.progress","operation.phase.completed","operation.completed","operation.failed","operation.cancelled"] */
  readonly events?: readonly WebhookEventType[];
  /** @default {"minProgressIncrement":1} */
  readonly filters?: {
    readonly operationTypes?: readonly ("ProcessMiningAnalysis" | "DataEnrichment" | "ReportGeneration")[];
    readonly priorities?: readonly ("Low" | "Normal" | "High" | "Critical")[];
    /** @default 1 */
    readonly minProgressIncrement?: number;
  };
  /** @default {"type":"ed25519"} */
  readonly authentication?: {
    readonly type: "hmac-sha256" | "ed25519";
    readonly secret?: string;
  };
  /** @default {"maxRetries":5,"retryDelay":60,"backoffMultiplier":2,"maxDelay":3600} */
  readonly retryPolicy?: {
    /** @default 5 */
    readonly maxRetries?: number;
    /** @default 60 */
    readonly retryDelay?: number;
    /** @default 2 */
    readonly backoffMultiplier?: number;
    /** @default 3600 */
    readonly maxDelay?: number;
  };
  /** @default {} */
  readonly headers?: {
    readonly [key: string]: string;
  };
}

export interface Webhook {
  readonly webhookId: string;
  readonly webhookUrl: string;
  readonly webhookName: string;
  readonly status: "Active" | "Paused" | "Disabled";
  readonly eventsSubscribed: readonly WebhookEventType[];
  readonly filters: {
    readonly operationTypes?: readonly string[];
    readonly priorities?: readonly string[];
    readonly minProgressIncrement?: number;
  };
  readonly createdAt: Time;
  readonly lastDelivery: string | null;
  readonly deliveryStats: DeliveryStats;
  readonly authentication: Authentication;
  readonly retryPolicy: {
    readonly maxRetries: number;
    readonly retryDelay: number;
    readonly backoffMultiplier: number;
    readonly maxDelay: number;
  };
  readonly headers: {
    readonly [key: string]: string;
  };
  readonly updatedAt: Time;
  readonly disabledReason?: string;
  readonly failingSince?: Time;
  /** deliveries wait until then: its breaker is open, or the endpoint requested a pause */
  readonly heldUntil?: Time;
}

export interface WebhookTestEvent {
  /** the same in all attempts: ignore what came before */
  readonly id: string;
  readonly type: "webhook.test";
  readonly timestamp: Time;
  /** counts the events of one operation, batch or import */
  readonly sequence: number;
  readonly data: {
    readonly webhookId: string;
    readonly webhookName: string;
    readonly status: string;
  };
}

export interface ProcessMiningAnalysisParameters {
  /** the dataset to analyse, as answered by its upload */
  readonly datasetId?: string;
  /** @default "comprehensive" */
  readonly analysisType?: "comprehensive" | "discovery" | "performance" | "prediction";
  /** @default "inductive_miner_infrequent" */
  readonly algorithm?: "alpha_miner" | "alpha_miner_enhanced" | "heuristics_miner" | "inductive_miner" | "inductive_miner_infrequent";
  /** share below which behaviour is left out by inductive_miner_infrequent and heuristics_miner */
  readonly noiseThreshold?: number;
  /** thresholds of heuristics_miner */
  readonly heuristicsSettings?: {
    /** least dependency of an edge (0.5) */
    readonly dependencyThreshold?: number;
    /** from which on two branches count as parallel (0.65) */
    readonly andThreshold?: number;
    /** least dependency of a loop of length two (0.5) */
    readonly loopLengthTwoThreshold?: number;
  };
  readonly timeWindow?: TimeWindow;
  readonly filters?: Filters;
  /** a model that the cases are compared with */
  readonly referenceModel?: {
    /** what it is called in results and reports */
    readonly name?: string;
    /** a BPMN 2.0 or PNML document */
    readonly text?: string;
    /** a dataset that is a model, as answered by its upload */
    readonly datasetId?: string;
    /** an analysis of the project, whose discovered model is taken */
    readonly operationId?: string;
  };
  /** rules that every case has to keep */
  readonly rules?: readonly {
    /** what it is called where breaks are told */
    readonly name?: string;
    /** a template of Declare, `atMostTimes`, `fourEyes` (never by the same resource), or in plain words eventuallyFollows (response), directlyFollows (chainResponse), within (response in time), neverTogether (notCoExistence) */
    readonly type: "existence" | "absence" | "exactly" | "atMostTimes" | "init" | "end" | "choice" | "exclusiveChoice" | "respondedExistence" | "coExistence" | "notCoExistence" | "response" | "precedence" | "succession" | "notSuccession" | "alternateResponse" | "alternatePrecedence" | "alternateSuccession" | "chainResponse" | "chainPrecedence" | "chainSuccession" | "notChainSuccession" | "fourEyes" | "eventuallyFollows" | "directlyFollows" | "within" | "neverTogether";
    readonly activity: string;
    /** the second activity */
    readonly other?: string;
    /** how many times (1) */
    readonly times?: number;
    /** longest time from the completion of the first to that of the second */
    readonly withinSec?: number;
  }[];
  /**
   * merged: the events that record start and completion of a step are one step with its service time (default); recorded: each event counts for itself
   * @default "merged"
   */
  readonly lifecycle?: "merged" | "recorded";
  /** when work is done: service, waiting, bottlenecks and efficiency are then in working time */
  readonly workingCalendar?: {
    /** @default "UTC" */
    readonly timezone?: string;
    /** @default ["Monday","Tuesday","Wednesday","Thursday","Friday"] */
    readonly days?: readonly ("Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")[];
    /** @default [{"from":"09:00","to":"17:00"}] */
    readonly hours?: readonly {
      readonly from: string;
      readonly to: string;
    }[];
    /** @default [] */
    readonly holidays?: readonly string[];
  };
  /**
   * what is known of activities, by their names, so that recommendations heed it
   * @default {}
   */
  readonly activityRoles?: {
    /** done again and again on purpose: their repetition is no rework */
    readonly monitoring?: readonly string[];
    /** a choice that somebody has to make: no candidates for automation */
    readonly decision?: readonly string[];
    /** the wait before them isn't the organisation's: a term, a customer */
    readonly externalWait?: readonly string[];
    /** end the work on a case: nobody waits for what follows */
    readonly end?: readonly string[];
  };
  /** risks to tell of cases under way, with probabilities: an outcome, and being late */
  readonly predictionTargets?: {
    readonly outcome?: {
      /** the outcome is that this activity occurs before the case ends */
      readonly activity?: string;
      /** the outcome is that the last value of this column of the log is `value` */
      readonly attribute?: string;
      /** the value of `attribute` that is asked for */
      readonly value?: string;
    };
    readonly due?: {
      /** a case is late when it takes longer than this */
      readonly withinHours?: number;
      /** a case is late when it ends after the first time that this column of the log names */
      readonly attribute?: string;
    };
  };
  readonly algorithmSettings?: {
    /** @default true */
    readonly useAdvancedML?: boolean;
    /** @default true */
    readonly enableAnomalyDetection?: boolean;
    /** @default "balanced" */
    readonly performanceOptimization?: "high_accuracy" | "balanced" | "high_throughput";
  };
  readonly outputOptions?: {
    /** @default true */
    readonly generateReports?: boolean;
    /** @default true */
    readonly createVisualizations?: boolean;
    /** @default ["CSV","JSON","SVG"] */
    readonly exportFormats?: readonly ("PDF" | "CSV" | "JSON" | "SVG")[];
  };
  /** @default true */
  readonly enableVariantAnalysis?: boolean;
  /** @default true */
  readonly enableBottleneckDetection?: boolean;
  /** @default true */
  readonly generateOptimizationRecommendations?: boolean;
  /** @default true */
  readonly generateInsights?: boolean;
  /** @default true */
  readonly enableML?: boolean;
  readonly language?: Language;
  readonly branding?: Branding;
}

export interface DataEnrichmentParameters {
  /** the dataset to work on, as answered by its upload */
  readonly datasetId?: string;
  readonly timeWindow?: TimeWindow;
  readonly filters?: Filters;
  /** @default ["trim_whitespace","fix_timestamps","remove_duplicates"] */
  readonly cleaningRules?: readonly ({
    readonly rule: "trim_whitespace" | "normalise_case" | "map_activities" | "map_resources" | "validate_activities" | "fix_timestamps" | "remove_duplicates" | "fill_missing_resources" | "drop_incomplete_cases";
    readonly mapping?: {
      readonly [key: string]: string;
    };
    /** which proposed misspellings are merged: none (default, they are told only), safe (all evidence agrees), all, or the names listed */
    readonly apply?: "none" | "safe" | "all" | readonly string[];
    readonly value?: string;
    readonly minEvents?: number;
    readonly startActivities?: readonly string[];
    readonly endActivities?: readonly string[];
  } | "trim_whitespace" | "normalise_case" | "validate_activities" | "fix_timestamps" | "remove_duplicates" | "fill_missing_resources" | "drop_incomplete_cases")[];
  /** @default [] */
  readonly derivedColumns?: readonly ("case_duration" | "hour" | "weekday" | "shift" | "case_variant" | "event_index")[];
  /** @default "UTC" */
  readonly timezone?: string;
  readonly shifts?: readonly {
    readonly name: string;
    readonly fromHour: number;
  }[];
  readonly joinWith?: {
    readonly datasetId: string;
    readonly key: string;
    readonly otherKey?: string;
    readonly columns?: readonly string[];
    readonly prefix?: string;
  };
  /** @default "processed_csv" */
  readonly outputFormat?: "processed_csv" | "csv" | "parquet" | "xes" | "jsonl";
  readonly outputName?: string;
}

export interface ReportGenerationParameters {
  /** @default "executive_summary" */
  readonly reportType?: "executive_summary" | "detailed" | "comparison";
  /** @default true */
  readonly includeVisualizations?: boolean;
  /** @default ["PDF"] */
  readonly exportFormats?: readonly ("PDF" | "PowerPoint" | "Excel" | "HTML" | "CSV" | "JSON")[];
  readonly sourceOperationIds?: readonly string[];
  readonly timeWindow?: TimeWindow;
  readonly filters?: Filters;
  readonly title?: string;
  readonly branding?: Branding;
  /** a .pptx dataset whose look PowerPoint slides take */
  readonly templateDatasetId?: string;
  readonly language?: Language;
}

/** the part of the log that is looked at; all must hold, and they are applied in the order timeWindow, attributes, caseLength, durations, activities, startActivities, endActivities, transitions, variants, keepEvents and dropEvents */
export interface Filters {
  /** as the parameter timeWindow */
  readonly timeWindow?: TimeWindow;
  readonly attributes?: readonly {
    /** a column of the dataset, by its name in `columns` */
    readonly column: string;
    /** which events of a case must meet it: any (default), every, the first */
    readonly of?: "anyEvent" | "everyEvent" | "firstEvent";
    /** the values that are kept: texts as they stand, numbers by value, null = none */
    readonly values?: readonly (string | number | boolean | null)[];
    /** the values that are not kept */
    readonly except?: readonly (string | number | boolean | null)[];
    /** least number, or earliest date or time */
    readonly min?: number | string;
    /** greatest number, or latest date or time, inclusive */
    readonly max?: number | string;
  }[];
  /** events of a case */
  readonly caseLength?: {
    readonly min?: number;
    readonly max?: number;
  };
  /** seconds from a case's start to its end, inclusive */
  readonly durations?: {
    readonly minSec?: number;
    readonly maxSec?: number;
  };
  readonly activities?: {
    /** cases that have each of them */
    readonly allOf?: readonly string[];
    /** cases that have none of them */
    readonly noneOf?: readonly string[];
    /** of the cases that are left only events of these activities */
    readonly keepEvents?: readonly string[];
    /** of the cases that are left no events of these activities */
    readonly dropEvents?: readonly string[];
    /** cases that have one of them at least */
    readonly anyOf?: readonly string[];
  };
  /** cases whose first activity is one of these */
  readonly startActivities?: readonly string[];
  /** cases whose last activity is one of these */
  readonly endActivities?: readonly string[];
  readonly transitions?: readonly {
    readonly from: string;
    readonly to: string;
    /** whether nothing lies between (default); else the next one after it */
    readonly directly?: boolean;
    /** seconds from the completion of the one to that of the other, inclusive */
    readonly minSec?: number;
    readonly maxSec?: number;
    /** cases that have such a transition (default) or none */
    readonly occurs?: "some" | "none";
  }[];
  readonly variants?: {
    /** so many of the most frequent */
    readonly mostFrequent?: number;
    /** the most frequent that cover this share of the cases */
    readonly coverShare?: number;
    /** those of so many cases at least */
    readonly minCases?: number;
    /** sequences of activities that are kept */
    readonly paths?: readonly (readonly string[])[];
    /** sequences of activities that are not */
    readonly exceptPaths?: readonly (readonly string[])[];
  };
}

export interface Quality {
  /** 0–100: 100 less the points that each entry of `dimensions` loses, rounded down to a tenth */
  readonly score?: number;
  /** what the score consists of; absent of a dataset that was made before it was kept */
  readonly dimensions?: readonly {
    /** `completeness`: values that the records of the file lack: all of a record that is left out, and those of a resource, a start or a life cycle where at least a tenth of the activity's events have one. `uniqueness`: events that are equal to another one in every column. `orderKnown`: steps to another activity at the very time of the step before, where no column tells the order. `plausibleTimes`: events that start after they end; and in `doubts` placeholders and outlying times (a point for each per cent of the cases that have one), days and months that may be exchanged, mixed units. `consistentNames`: events whose activity is written otherwise than usual, by case, blanks or hyphens alone; and in `doubts` rounded ids, damaged characters, and others. `certainRoles`: nothing is counted: in `doubts` columns that may not be what they were taken for */
    readonly dimension: "completeness" | "uniqueness" | "orderKnown" | "plausibleTimes" | "consistentNames" | "certainRoles";
    /** 100 less `pointsLost`, rounded down to a tenth */
    readonly score: number;
    /** 100 × `affected` ÷ `of`, and the points of `doubts` */
    readonly pointsLost: number;
    /** those with the fault that the dimension counts */
    readonly affected: number;
    /** those that could have it */
    readonly of: number;
    /** kinds of `detected.doubts` that the dimension takes points off for */
    readonly doubts: readonly string[];
  }[];
  /** share of the file's records that are in the table */
  readonly validShare?: number;
  /** share of the file's records with a readable value, for each role that has a column */
  readonly completeness?: {
    readonly [key: string]: number;
  };
  /** what the values of each column of the table are worth; left out in lists of datasets */
  readonly columns?: readonly {
    /** name in `columns` */
    readonly column: string;
    /** rows of the table without a value */
    readonly missing: number;
    /** different values; in a table of more than 200,000 rows within a few per cent, but exact for cases and activities */
    readonly distinct: number;
    /** the type that most values have, as they stand in the file */
    readonly valueType: string;
    /** share of the values that have `valueType`: of all values for times and for what is a number or a truth value throughout, else of those in the first 10,000 and last 1,000 records */
    readonly typeAgreement: number;
    /** records that were left out because of this column */
    readonly rejected: number;
    /** values that were left empty or replaced because they could not be read */
    readonly repaired: number;
    /** values that `detected.doubts` is about; one that is in two doubts counts twice */
    readonly doubtful: number;
  }[];
  /** why records were left out (`resolved` false) or repaired (true): type, count, the first examples */
  readonly errors?: readonly {
    readonly [key: string]: unknown;
  }[];
  /** records left out that only lack a readable time, which `fix_timestamps` can bring back */
  readonly untimedRows?: number;
  /** how many faults GET …/rows counts and lists for each state */
  readonly rows?: {
    readonly rejected?: {
      readonly total: number;
      readonly kept: number;
    };
    readonly repaired?: {
      readonly total: number;
      readonly kept: number;
    };
    readonly doubtful?: {
      readonly total: number;
      readonly kept: number;
    };
  };
  readonly [key: string]: unknown;
}

/** which column is what; what is absent is detected */
export interface Mapping {
  readonly caseId?: string;
  readonly activity?: string;
  /** one column, or a column of days and one of times of day; null for a log without times, whose events are taken in the order of the file (or of `order`), and which has no results about time */
  readonly timestamp?: null | string | readonly string[];
  readonly startTimestamp?: string | readonly string[];
  readonly resource?: string;
  readonly lifecycle?: string;
  /** words of the life-cycle column that mean the start of an activity, where they aren't known; `start` takes their place in the table */
  readonly lifecycleStart?: string | readonly string[];
  /** as `lifecycleStart`, of its completion; `complete` takes their place */
  readonly lifecycleComplete?: string | readonly string[];
  /** for a table with one row a case: the columns that hold the times of its steps, by name or by a pattern with `*` for any characters; each time becomes an event whose activity is the name of its column; two columns such as `Pick start` and `Pick end` make one event, `Pick`, with both */
  readonly unpivot?: string | readonly string[];
  readonly order?: string;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly sheet?: string;
  readonly file?: string;
  readonly objectType?: string;
  readonly timestampFormat?: string;
  readonly timezone?: string;
  /** times that lie far from all others, such as 1970 or 9999 for unknown: `keep` (as if not given) counts them in every figure and lists them in `detected.doubts`; `omit` leaves events with such a time out (`Placeholder Time` in `quality.errors`) and such a start empty */
  readonly placeholderTimes?: "keep" | "omit";
}

/** how the file was read: columns by role, and how each was found; or what is in the `model` or `template` */
export interface Detected {
  /** names of the activities, as `filters` may give them; absent of more than 500 */
  readonly activityNames?: readonly string[];
  /** what was read in a way that its owner should look at, most weighty first: `kind`, `column`, `detail` (what was seen, what was taken, the remedy), `count`, the first `examples`, `points` off the score, and where an operation made the dataset `inheritedFrom`, the dataset that it is about */
  readonly doubts?: readonly {
    readonly [key: string]: unknown;
  }[];
  readonly [key: string]: unknown;
}

export interface Execution {
  readonly executionId: string;
  readonly workerNode?: string;
  readonly resourceUsage?: {
    readonly cpuUsage?: number;
    readonly memoryUsage?: string;
    readonly diskUsage?: string;
    /** bytes that the operation's processes moved to and from storage, database and network, over all phases and attempts; 0 B where there were none */
    readonly networkIO?: string;
  };
  readonly processedRecords?: number;
  readonly totalRecords?: number;
  readonly processingRate?: string;
}

export interface Callbacks {
  readonly onProgress?: TargetUrl;
  readonly onCompletion?: TargetUrl;
  readonly onError?: TargetUrl;
}

export interface Notifications {
  readonly email?: readonly string[];
  readonly slack?: {
    readonly channel: string;
    readonly mentionUsers?: readonly string[];
  };
}

export interface Progress {
  readonly percentage: number;
  readonly pending: number;
  readonly running: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** first and last event; absent of a log without times */
export interface TimeRange {
  readonly start: Time;
  readonly end: Time;
}

export interface TimeWindow {
  readonly startDate?: string;
  readonly endDate?: string;
  /** which cases belong to the period: those that start in it (default), have an event in it, lie in it */
  readonly cases?: "started" | "intersecting" | "contained";
}

export interface DeliveryStats {
  readonly totalDeliveries: number;
  readonly successfulDeliveries: number;
  readonly failedDeliveries: number;
  readonly averageResponseTime: string | null;
}

/** one that is being imported, or was not */
export interface NewerVersion {
  readonly version: number;
  readonly change: "append" | "replace" | "restore";
  readonly status: "Importing" | "Ready" | "Failed" | "Cancelled";
}

export interface Branding {
  readonly companyName?: string;
  readonly color?: string;
  readonly logo?: string;
}

export interface Cancellation {
  readonly cancelledBy: string;
  readonly cancellationTime: Time;
  readonly reason?: string;
}

export interface RetryPolicy {
  readonly maxRetries: number;
  /** @default 60 */
  readonly retryDelay?: number;
  /** @default 2 */
  readonly backoffMultiplier?: number;
}

export interface ResourcesAllocated {
  readonly cpuUnits: number;
  readonly memoryGB: number;
  readonly estimatedCost?: string;
}

export interface Authentication {
  readonly type: "hmac-sha256" | "ed25519";
  readonly previousSecretExpires?: Time;
}

export interface Counts {
  readonly events?: number;
  readonly cases?: number;
  readonly activities?: number;
  readonly errorRecords?: number;
}

export interface Error {
  readonly code: string;
  readonly message: string;
  readonly phase?: string;
  readonly details?: unknown;
}

/**
 * of what is written for readers: texts, figures and dates of reports, pictures and sentences of results
 * @default "en"
 */
export type Language = "en" | "fr";

/** once Ready; only a log has counts and columns */
export type Kind = "log" | "model" | "template";

export type Status = "Initiated" | "Running" | "Completed" | "Failed" | "Cancelled" | "Timeout" | "PartiallyCompleted";

/** What each operation type takes. */
export interface ParametersByType {
  readonly ProcessMiningAnalysis: ProcessMiningAnalysisParameters;
  readonly DataEnrichment: DataEnrichmentParameters;
  readonly ReportGeneration: ReportGenerationParameters;
}

/** Keys of the summary of results of each operation type. */
export interface SummaryKeysByType {
  readonly ProcessMiningAnalysis: "recordsAnalyzed" | "casesAnalyzed" | "processVariants" | "anomaliesDetected" | "modelsGenerated" | "reportsCreated" | "dataQualityScore" | "overallConfidenceScore";
  readonly DataEnrichment: "dataQualityScore" | "recordsBefore" | "recordsAfter" | "casesAfter" | "activitiesAfter" | "columnsAdded" | "dataQualityScoreAfter" | "problemsFound" | "recordsChanged" | "recordsDropped" | "outputDatasetId" | "outputFormat";
  readonly ReportGeneration: "reportsCreated";
}
