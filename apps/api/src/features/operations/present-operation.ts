import type {
  NotificationFigures,
  OperationExecution,
  OperationPhase,
  OperationProgress,
  OperationStatusAnswer,
  OperationWarning,
  ResourceUsageAnswer,
  WaitingFor,
} from "@longhaul/contracts";
import type {
  NotificationRecord,
  OperationParts,
  PhaseRecord,
  ResourceUsage,
  StatusRecord,
  WarningRecord,
} from "@longhaul/db";
import {
  durationText,
  estimateText,
  isTerminal,
  rateText,
  remainingEstimate,
  sizeText,
  timeText,
  type DurationEstimate,
} from "@longhaul/domain";

const secondsBetween = (from: Date, to: Date): number => Math.max(0, (to.getTime() - from.getTime()) / 1000);
const later = (from: Date, seconds: number): Date => new Date(from.getTime() + 1000 * seconds);

/** The status of an operation. Keys that don't apply are left out. */
export function presentOperation(
  view: OperationParts & { readonly operation: StatusRecord },
  waitingFor: WaitingFor | null,
): OperationStatusAnswer {
  const { operation, phases, callbackStats, notifications, warnings, datasets, now } = view;
  return {
    operationId: operation.id,
    operationType: operation.type,
    operationName: operation.name,
    status: operation.status,
    progress: presentProgress(operation, now),
    ...(operation.executionId === null ? {} : { execution: presentExecution(operation, operation.executionId) }),
    phases: presentPhases(operation, phases, now),
    ...(callbackStats === null
      ? {}
      : {
          callbacks: {
            progressCallbacksSent: callbackStats.progressSent,
            ...(callbackStats.lastProgressAt === null
              ? {}
              : { lastProgressCallback: timeText(callbackStats.lastProgressAt) }),
            callbacksSuccessful: callbackStats.successful,
            callbacksFailed: callbackStats.failed,
          },
        }),
    ...(notifications === null ? {} : { notifications: notifications.map(presentNotification) }),
    ...(operation.error !== null && isTerminal(operation.status) ? { error: operation.error } : {}),
    ...(warnings.length === 0 ? {} : { warnings: warnings.map(presentWarning) }),
    ...(waitingFor === null ? {} : { waitingFor }),
    ...(datasets.length === 0 ? {} : { datasets }),
    submittedBy: operation.createdBy,
    dateCreated: timeText(operation.createdAt),
    ...(operation.timeoutAt === null ? {} : { timeoutAt: timeText(operation.timeoutAt) }),
    priority: operation.priority,
  };
}

const presentWarning = ({ phase, message, time }: WarningRecord): OperationWarning => ({
  ...(phase === null ? {} : { phaseName: phase }),
  message,
  time: timeText(time),
});

/** Outcome of a notification; `reason` says why it wasn't sent, or what else went wrong. */
const presentNotification = ({
  kind,
  status,
  attempts,
  lastError,
  sentAt,
}: NotificationRecord): NotificationFigures => ({
  channel: kind,
  status,
  attempts,
  ...(sentAt === null ? {} : { sentAt: timeText(sentAt) }),
  ...(lastError === null ? {} : { reason: lastError }),
});

/** What remains of an operation that has not ended; null when it has. */
export function remainingOf(operation: StatusRecord, now: Date): DurationEstimate | null {
  if (isTerminal(operation.status)) return null;
  const total = { lowSec: operation.estimatedLowSec, highSec: operation.estimatedHighSec };
  if (operation.startedAt === null) return total;
  const left = remainingEstimate(total, secondsBetween(operation.startedAt, now), operation.progress);
  return { lowSec: Math.max(1, Math.round(left.lowSec)), highSec: Math.max(1, Math.ceil(left.highSec)) };
}

function presentProgress(operation: StatusRecord, now: Date): OperationProgress {
  const remaining = remainingOf(operation, now);
  return {
    percentage: operation.progress,
    ...(operation.currentPhase === null ? {} : { currentPhase: operation.currentPhase }),
    phasesCompleted: operation.phasesCompleted,
    totalPhases: operation.totalPhases,
    ...(operation.startedAt === null
      ? {}
      : {
          startTime: timeText(operation.startedAt),
          elapsedTime: durationText(secondsBetween(operation.startedAt, operation.endedAt ?? now)),
        }),
    ...(remaining === null
      ? {}
      : { estimatedRemaining: estimateText(remaining), estimatedCompletion: timeText(later(now, remaining.highSec)) }),
  };
}

export function presentExecution(operation: StatusRecord, executionId: string): OperationExecution {
  return {
    executionId,
    ...(operation.workerNode === null ? {} : { workerNode: operation.workerNode }),
    resourceUsage: presentUsage(operation.usage),
    ...(operation.processedRecords === null ? {} : { processedRecords: operation.processedRecords }),
    ...(operation.totalRecords === null ? {} : { totalRecords: operation.totalRecords }),
    ...(operation.recordsPerMinute === null ? {} : { processingRate: rateText(operation.recordsPerMinute) }),
  };
}

/** Measured use of resources; what could not be measured is left out, but where nothing was moved, that is 0 B. */
export function presentUsage(usage: ResourceUsage | null): ResourceUsageAnswer {
  const moved = usage?.networkBytes ?? 0;
  return {
    ...(usage?.cpuPercent === undefined ? {} : { cpuUsage: usage.cpuPercent }),
    ...(usage?.memoryBytes === undefined ? {} : { memoryUsage: sizeText(usage.memoryBytes) }),
    ...(usage?.diskBytes === undefined ? {} : { diskUsage: sizeText(usage.diskBytes) }),
    networkIO: moved === 0 ? "0 B" : sizeText(moved),
  };
}

export function presentPhases(operation: StatusRecord, phases: readonly PhaseRecord[], now: Date): OperationPhase[] {
  const totalWeight = phases.reduce((sum, phase) => sum + phase.weight, 0);
  const share = (phase: PhaseRecord): number => (totalWeight === 0 ? 0 : phase.weight / totalWeight);
  let startsIn = phases.reduce(
    (sum, phase) => (phase.status === "Running" ? sum + share(phase) * (1 - phase.progress / 100) : sum),
    0,
  );
  return phases.map((phase) => {
    const presented = presentPhase(phase, now);
    if (phase.status !== "Pending" || isTerminal(operation.status)) return presented;
    const estimate = {
      lowSec: operation.estimatedLowSec * share(phase),
      highSec: operation.estimatedHighSec * share(phase),
    };
    const pending = {
      ...presented,
      estimatedStartTime: timeText(later(now, operation.estimatedHighSec * startsIn)),
      estimatedDuration: estimateText(estimate),
    };
    startsIn += share(phase);
    return pending;
  });
}

function presentPhase(phase: PhaseRecord, now: Date): OperationPhase {
  return {
    phaseName: phase.name,
    status: phase.status,
    ...(phase.startedAt === null ? {} : { startTime: timeText(phase.startedAt) }),
    ...(phase.startedAt === null || phase.endedAt === null
      ? {}
      : { endTime: timeText(phase.endedAt), duration: durationText(secondsBetween(phase.startedAt, phase.endedAt)) }),
    ...(phase.status === "Running" && phase.startedAt !== null && phase.startedAt <= now
      ? { progress: phase.progress }
      : {}),
    ...(phase.recordsProcessed === null ? {} : { recordsProcessed: phase.recordsProcessed }),
    ...phase.detail,
  };
}
