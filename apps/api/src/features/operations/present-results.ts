import type { Request } from "express";
import type { Artifact, OperationResults, PerformanceFigures, Recommendation } from "@longhaul/contracts";
import type { ArtifactRecord, OperationRecord, OperationView, PhaseFindings, PhaseRecord } from "@longhaul/db";
import { allocationCost, durationText, moneyText, rateText, sizeText, timeText, type Tariff } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { downloadUrl } from "../../answers/download-url.ts";

/** What the results answer is made of. */
export interface ResultParts {
  readonly operation: OperationRecord;
  readonly datasets: OperationView["datasets"];
  readonly phases: readonly PhaseRecord[];
  readonly findings: readonly PhaseFindings[];
  readonly artifacts: readonly ArtifactRecord[];
}

/** What the type of an operation put out, or a stand-in. */
type Results = Readonly<Record<string, unknown>>;

interface Options {
  /** Returns all results of a committed phase; without it, phases have only name and status. */
  readonly resultsOf?: (phaseIdx: number) => Results;
  readonly includeArtifacts: boolean;
  /** Only this phase. */
  readonly phaseIdx: number | null;
}

/** The results of an ended operation: the same keys in every format. */
export function presentResults(ctx: ApiContext, req: Request, parts: ResultParts, options: Options): OperationResults {
  const { operation, datasets } = parts;
  const wanted = (idx: number): boolean => options.phaseIdx === null || options.phaseIdx === idx;
  const findings = parts.findings.filter(({ phaseIdx }) => wanted(phaseIdx));
  const committed = new Set(findings.map(({ phaseIdx }) => phaseIdx));
  const endedAt = operation.endedAt ?? operation.createdAt;
  return {
    operationId: operation.id,
    operationType: operation.type,
    operationName: operation.name,
    status: operation.status,
    completionTime: timeText(endedAt),
    totalDuration: durationText(runSeconds(operation)),
    success: operation.status === "Completed",
    ...(datasets.length === 0 ? {} : { datasets }),
    summary:
      operation.summary ?? Object.fromEntries(findings.flatMap(({ summary }) => Object.entries(asObject(summary)))),
    phaseResults: parts.phases
      .filter((phase) => wanted(phase.idx))
      .map(({ idx, name, status }) => ({
        phaseName: name,
        status,
        ...(options.resultsOf !== undefined && committed.has(idx) ? { results: options.resultsOf(idx) } : {}),
      })),
    artifacts: options.includeArtifacts
      ? parts.artifacts
          .filter((artifact) => wanted(artifact.phaseIdx))
          .map((artifact) => presentArtifact(ctx, req, artifact))
      : [],
    performance: presentPerformance(parts, ctx.config.tariff),
    recommendations: findings.flatMap(({ recommendations }) =>
      Array.isArray(recommendations) ? (recommendations as Recommendation[]) : [],
    ),
    ...(operation.error === null || operation.status === "Completed" ? {} : { error: operation.error }),
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function presentArtifact(ctx: ApiContext, req: Request, artifact: ArtifactRecord): Artifact {
  const grant = {
    kind: "artifact",
    tenantId: artifact.tenantId,
    projectId: artifact.projectId,
    id: artifact.id,
  } as const;
  return {
    name: artifact.name,
    type: artifact.type,
    format: artifact.format,
    size: sizeText(artifact.sizeBytes),
    downloadUrl: downloadUrl(ctx, req, grant, artifact.fileName),
    ...(artifact.description === null ? {} : { description: artifact.description }),
  };
}

function runSeconds({ startedAt, endedAt }: Pick<OperationRecord, "startedAt" | "endedAt">): number {
  return startedAt === null || endedAt === null ? 0 : Math.max(0, (endedAt.getTime() - startedAt.getTime()) / 1000);
}

/** Measured figures; those that were not measured are left out. `efficiency`: share of the run's time in phases, percent. */
function presentPerformance({ operation, phases }: ResultParts, tariff: Tariff): PerformanceFigures {
  const seconds = runSeconds(operation);
  const { usage } = operation;
  const records = operation.processedRecords;
  // Phases that a retry took over were run by another operation.
  const ownPhases = phases.filter(
    (phase) => (phase.startedAt?.getTime() ?? 0) >= (operation.startedAt?.getTime() ?? 0),
  );
  const phaseSeconds = ownPhases.reduce((sum, phase) => sum + runSeconds(phase), 0);
  return {
    totalExecutionTime: durationText(seconds),
    resourceUtilization: {
      ...(usage?.averageCpuPercent === undefined ? {} : { averageCpuUsage: usage.averageCpuPercent }),
      ...(usage?.peakMemoryBytes === undefined ? {} : { peakMemoryUsage: sizeText(usage.peakMemoryBytes) }),
      ...(usage?.cpuSeconds === undefined ? {} : { totalCpuHours: Number((usage.cpuSeconds / 3600).toFixed(4)) }),
      totalCost: moneyText(allocationCost(operation, seconds, tariff)),
    },
    ...(records === null || seconds === 0 ? {} : { throughput: rateText((60 * records) / seconds) }),
    ...(seconds === 0 ? {} : { efficiency: Math.min(100, Math.round((1000 * phaseSeconds) / seconds) / 10) }),
  };
}
