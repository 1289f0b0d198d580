import { ownValue } from "@longhaul/domain";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { DerivedDataset, NewArtifact } from "@longhaul/db";
import { PhaseError, type PhaseContext, type PhaseDataset } from "@longhaul/operations/phase-context";
import { runExport } from "./run-export.ts";
import { runImport, runPreview } from "./run-import.ts";
import { openScratchFolder, type ScratchFolder } from "./scratch-folder.ts";
import { createPhaseLog } from "./phase-log.ts";
import { markStorageFaults } from "./storage-fault.ts";
import type { PhaseTask, PhaseTaskResult, Task, TaskDataset, TaskResult } from "./protocol.ts";
import type { TaskEnvironment } from "./task-environment.ts";

/** Runs one task to its end in this process, with a scratch folder that is gone afterwards. */
export async function runTask(task: Task, given: TaskEnvironment): Promise<TaskResult> {
  const environment = { ...given, storage: markStorageFaults(given.storage) };
  const scratch = openScratchFolder(environment.scratchDir);
  try {
    switch (task.kind) {
      case "phase":
        return await runPhase(task, environment, scratch);
      case "import":
        return await runImport(task, { ...environment, scratchDir: scratch.path });
      case "preview":
        return await runPreview(task, { ...environment, scratchDir: scratch.path });
      case "export":
        return await runExport(task, { ...environment, scratchDir: scratch.path });
    }
  } finally {
    await scratch.remove();
  }
}

async function runPhase(
  task: PhaseTask,
  environment: TaskEnvironment,
  scratch: ScratchFolder,
): Promise<PhaseTaskResult> {
  const { storage, signal } = environment;
  const registry = await environment.loadRegistry();
  const definition = registry.find(task.operationType);
  const phase = definition?.phases[task.phaseIdx];
  if (phase === undefined)
    throw new PhaseError(
      "unknown_operation_type",
      `this worker knows no phase ${task.phaseIdx} of ${task.operationType}`,
    );

  const files = new Map<string, string>();
  const artifacts: NewArtifact[] = [];
  const opened = new Map<string, string>();
  const openKey = async (key: string): Promise<string> => {
    const known = opened.get(key);
    if (known !== undefined) return known;
    const path = await storage.fetchToFile(
      key,
      join(scratch.path, `input-${opened.size}-${createHash("sha256").update(key).digest("hex").slice(0, 12)}`),
    );
    opened.set(key, path);
    return path;
  };

  const openTable = async ({ tableKey, untimedKey, ...dataset }: TaskDataset): Promise<PhaseDataset> => ({
    ...dataset,
    tablePath: await openKey(tableKey),
    ...(untimedKey === undefined ? {} : { openUntimed: () => openKey(untimedKey) }),
  });
  const furtherOf = (datasetId: string): TaskDataset | undefined => {
    const named = datasetId.toLowerCase();
    return (
      task.furtherDatasets.find(({ versionId }) => versionId === named) ??
      task.furtherDatasets.find(({ id }) => id === named)
    );
  };
  const notThere = (datasetId: string): PhaseError =>
    new PhaseError("dataset_not_found", `the project has no dataset ${datasetId} that can be read`);
  let made: DerivedDataset | null = null;
  const { log, flush } = createPhaseLog(environment.onLog);

  const ctx: PhaseContext = {
    operationId: task.operationId,
    operationName: task.operationName,
    parameters: task.parameters,
    resources: task.resources,
    signal,
    dataset: task.dataset === null ? null : await openTable(task.dataset),
    earlier: task.earlier,
    dependencies: task.dependencies,
    branding: task.branding,
    get scratchDir() {
      return scratch.path;
    },
    progress: (fraction, report = {}) => environment.onProgress({ ...report, fraction }),
    log,
    hasFile: (name) => Object.hasOwn(task.files, name),
    openFile: (name) => {
      const key = ownValue(task.files, name);
      if (key === undefined) throw new Error(`no earlier phase kept a file named ${name}`);
      return openKey(key);
    },
    openDependencyFile: (operationId, name) => {
      const kept = task.dependencies.find((dependency) => dependency.operationId === operationId)?.files ?? {};
      const key = ownValue(kept, name);
      if (key === undefined) throw new Error(`no dependency ${operationId} kept a file named ${name}`);
      return openKey(key);
    },
    async keepFile(name, path) {
      const key = `${task.storagePrefix}/files/${name}`;
      await storage.putFile(key, path);
      files.set(name, key);
    },
    async openDataset(datasetId) {
      const further = furtherOf(datasetId);
      if (further === undefined || further.fileKey !== undefined) throw notThere(datasetId);
      return openTable(further);
    },
    async openDatasetFile(datasetId) {
      const further = furtherOf(datasetId);
      if (further?.fileKey === undefined) throw notThere(datasetId);
      const { id, version, name, fileKey } = further;
      return { datasetId: id, version, name, path: await openKey(fileKey) };
    },
    async giveDataset({ tablePath, lineage, ...dataset }) {
      if (made !== null) throw new Error("a phase makes at most one dataset");
      const { id, tableKey } = task.outputDataset;
      const { sizeBytes: tableBytes, sha256 } = await storage.putFile(tableKey, tablePath, { signal });
      const { id: datasetId = null, version = 1 } = task.dataset ?? {};
      const derivedFrom = {
        datasetId,
        ...(version === 1 ? {} : { datasetVersion: version }),
        operationId: task.operationId,
      };
      const fileName = `${id}.parquet`;
      made = { ...dataset, id, fileName, tableKey, tableBytes, sha256, lineage: { derivedFrom, ...lineage } };
      return id;
    },
    async artifact(meta, source) {
      const storageKey = `${task.storagePrefix}/artifacts/${meta.fileName}`;
      const stored = await storage.put(storageKey, asStream(source), { signal });
      artifacts.push({ ...meta, id: randomUUID(), storageKey, ...stored });
    },
  };
  const output = await phase.run(ctx).finally(flush);
  const madeId = made === null ? {} : { outputDatasetId: task.outputDataset.id };
  return {
    kind: "phase",
    output: { ...output, ...madeId },
    files: Object.fromEntries(files),
    artifacts,
    dataset: made,
  };
}

function asStream(source: { readonly path: string } | Uint8Array | string): Readable {
  if (typeof source === "string") return Readable.from([Buffer.from(source, "utf8")]);
  if (source instanceof Uint8Array) return Readable.from([source]);
  return createReadStream(source.path);
}
