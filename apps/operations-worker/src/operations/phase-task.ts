import type { ResourceAllocation } from "@longhaul/domain";
import type { ClaimedOperation, DatasetRecord } from "@longhaul/db";
import type { EarlierPhase } from "@longhaul/operations";
import type { PhaseTask } from "../phases/protocol.ts";

/** One phase of a claimed operation as work for a phase process. */
export function phaseTask(
  { operation }: ClaimedOperation,
  phaseIdx: number,
  input: {
    resources: ResourceAllocation;
    earlier: readonly EarlierPhase[];
    files: Record<string, string>;
    dataset: DatasetRecord | null;
  },
): PhaseTask {
  const { dataset } = input;
  return {
    kind: "phase",
    operationType: operation.type,
    operationId: operation.id,
    operationName: operation.name,
    phaseIdx,
    parameters: operation.parameters,
    resources: input.resources,
    dataset:
      dataset === null
        ? null
        : {
            id: dataset.id,
            name: dataset.name,
            events: dataset.events ?? 0,
            cases: dataset.cases ?? 0,
            activities: dataset.activities ?? 0,
            errorRecords: dataset.errorRecords ?? 0,
            quality: dataset.quality ?? {},
            tableKey: dataset.tableKey ?? "",
          },
    earlier: input.earlier,
    dependencies: [],
    files: { ...input.files },
    storagePrefix: `operations/${operation.tenantId}/${operation.id}/e${operation.epoch}/p${phaseIdx}`,
  };
}
