import type { OperationStatus, PhaseStatus } from "@longhaul/domain";
import type {
  DurationText,
  MoneyText,
  OperationFailure,
  ReadDataset,
  SizeText,
  TimeText,
} from "./operation-answer-types.ts";

export interface PhaseResult {
  readonly phaseName: string;
  readonly status: PhaseStatus;
  /** With `format=detailed`; its keys are the operation type's. */
  readonly results?: Readonly<Record<string, unknown>>;
}

/** A file that an operation made. */
export interface Artifact {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly size: SizeText;
  /** Works for an hour, without a token. */
  readonly downloadUrl: string;
  readonly description?: string;
}

/** Measured; what was not measured is left out. */
export interface PerformanceFigures {
  readonly totalExecutionTime: DurationText;
  readonly resourceUtilization: {
    readonly averageCpuUsage?: number;
    readonly peakMemoryUsage?: SizeText;
    readonly totalCpuHours?: number;
    readonly totalCost: MoneyText;
  };
  /** `4161 records/minute` */
  readonly throughput?: string;
  /** Share of the run that was spent in phases, percent. */
  readonly efficiency?: number;
}

export interface Recommendation {
  readonly category: string;
  readonly priority: "High" | "Medium" | "Low";
  readonly recommendation: string;
  readonly expectedImprovement?: string;
  readonly effect?: number;
  readonly evidence?: Readonly<Record<string, unknown>>;
  readonly compared?: string;
  readonly assumed?: string;
  readonly refutedBy?: string;
}

/** Answer of GET …/results in every format but `download`. */
export interface OperationResults {
  readonly operationId: string;
  readonly operationType: string;
  readonly operationName: string;
  readonly status: OperationStatus;
  readonly completionTime: TimeText;
  readonly totalDuration: DurationText;
  readonly success: boolean;
  readonly datasets?: readonly ReadDataset[];
  readonly summary: Readonly<Record<string, unknown>>;
  readonly phaseResults: readonly PhaseResult[];
  readonly artifacts: readonly Artifact[];
  readonly performance: PerformanceFigures;
  readonly recommendations: readonly Recommendation[];
  readonly error?: OperationFailure;
}
