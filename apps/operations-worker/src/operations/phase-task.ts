import { fileKindOf, untimedKey, uuidOfText, type ResourceAllocation } from "@longhaul/domain";
import type { ClaimedOperation, DatasetRecord, Dependency } from "@longhaul/db";
import type { BrandingParameter, DependencyResult, EarlierPhase, PhaseOutput } from "@longhaul/operations";
import type { PhaseTask, TaskDataset } from "../phases/protocol.ts";

/** What a phase reads. */
export interface PhaseInput {
  readonly resources: ResourceAllocation;
  readonly earlier: readonly EarlierPhase[];
  readonly files: Record<string, string>;
  readonly dataset: DatasetRecord | null;
  readonly furtherDatasets: readonly DatasetRecord[];
  readonly dependencies: readonly Dependency[];
  readonly branding: BrandingParameter | undefined;
}

/** One phase of a claimed operation as work for a phase process. */
export function phaseTask({ operation }: ClaimedOperation, phaseIdx: number, input: PhaseInput): PhaseTask {
  const { dataset } = input;
  return {
    kind: "phase",
    operationType: operation.type,
    operationId: operation.id,
    operationName: operation.name,
    phaseIdx,
    parameters: operation.parameters,
    resources: input.resources,
    dataset: dataset === null ? null : taskDataset(dataset),
    furtherDatasets: input.furtherDatasets.map(taskDataset),
    earlier: input.earlier,
    dependencies: input.dependencies.map(dependencyResult),
    branding: input.branding,
    files: { ...input.files },
    storagePrefix: `operations/${operation.tenantId}/${operation.id}/e${operation.epoch}/p${phaseIdx}`,
    // Few phases make a dataset.
    get outputDataset() {
      const id = outputDatasetId(operation.id, phaseIdx);
      return { id, tableKey: `datasets/${operation.tenantId}/${id}/e${operation.epoch}/table.parquet` };
    },
  };
}

const taskDataset = (dataset: DatasetRecord): TaskDataset => ({
  ...(Number(dataset.quality?.["untimedRows"] ?? 0) > 0 && dataset.tableKey !== null
    ? { untimedKey: untimedKey(dataset.tableKey) }
    : {}),
  ...(fileKindOf(dataset.format) === "log" ? {} : { fileKey: dataset.sourceKey ?? "" }),
  id: dataset.datasetId,
  versionId: dataset.id,
  version: dataset.version,
  name: dataset.name,
  events: dataset.events ?? 0,
  cases: dataset.cases ?? 0,
  activities: dataset.activities ?? 0,
  errorRecords: dataset.errorRecords ?? 0,
  quality: dataset.quality ?? {},
  detected: dataset.detected ?? {},
  ...(dataset.lineage === null ? {} : { lineage: dataset.lineage }),
  tableKey: dataset.tableKey ?? "",
});

function dependencyResult(dependency: Dependency): DependencyResult {
  return {
    operationId: dependency.id,
    operationKey: dependency.operationKey,
    operationType: dependency.type,
    operationName: dependency.name,
    parameters: dependency.parameters,
    datasetId: dependency.datasetId,
    datasetName: dependency.datasetName,
    startedAt: dependency.startedAt?.toISOString() ?? null,
    endedAt: dependency.endedAt?.toISOString() ?? null,
    phases: dependency.phases.map(({ name, output }) => ({ name, output: output as unknown as PhaseOutput })),
    files: Object.fromEntries(dependency.phases.flatMap((phase) => Object.entries(phase.files))),
  };
}

/** Id of the dataset that a phase of an operation makes: the same on every attempt, so that it is never made twice. */
export const outputDatasetId = (operationId: string, phaseIdx: number): string =>
  uuidOfText(`dataset of ${operationId}/${phaseIdx}`);
