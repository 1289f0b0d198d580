import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ImportOptions } from "@longhaul/event-log";
import { previewTailKey, ROW_STATES, rowListKey, untimedKey } from "@longhaul/domain";
import { importFile, previewOfFile } from "./import-file.ts";
import { importAppended, storeAppended } from "./run-append.ts";
import type { FileTaskResult, ImportTask, ImportTaskResult, PreviewTask, PreviewTaskResult } from "./protocol.ts";
import type { TaskEnvironment } from "./task-environment.ts";

/** Reads an upload from storage and, if it is an event log, stores its table. */
export async function runImport(
  task: ImportTask,
  environment: TaskEnvironment,
): Promise<ImportTaskResult | FileTaskResult> {
  const { storage, scratchDir } = environment;
  const { importEventLog } = await import("@longhaul/event-log/event-tables");
  const sourcePath = await storage.fetchToFile(task.sourceKey, join(scratchDir, "source"));
  const file = await importFile(sourcePath, task);
  if (file !== null) return { kind: "file", result: file };
  const tablePath = join(scratchDir, "table.parquet");
  const untimedPath = join(scratchDir, "untimed.parquet");
  const rowListFolder = join(scratchDir, "rows");
  await mkdir(rowListFolder);
  const options = { ...importOptions(task, environment), sourcePath, tablePath, untimedPath, rowListFolder };
  const { appendTo } = task;
  const result = await (appendTo === undefined ? importEventLog(options) : importAppended(options, appendTo));
  if (!result.ok) return { kind: "import", result, tableBytes: 0 };
  for (const state of ROW_STATES) {
    if (result.rows[state].kept > 0)
      await storage.takeFile(rowListKey(task.tableKey, state), join(rowListFolder, `${state}.jsonl`));
  }
  if (appendTo !== undefined) {
    const bounded = { ...options, maxColumns: task.importLimits.maxColumns };
    return storeAppended(storage, bounded, result, { target: appendTo, tableKey: task.tableKey });
  }
  if (result.untimedRows > 0) await storage.takeFile(untimedKey(task.tableKey), untimedPath);
  const { sizeBytes } = await storage.takeFile(task.tableKey, tablePath);
  return { kind: "import", result, tableBytes: sizeBytes };
}

/** Looks at an upload, of which only the beginning and the end may be stored. */
export async function runPreview(task: PreviewTask, environment: TaskEnvironment): Promise<PreviewTaskResult> {
  const { storage, scratchDir } = environment;
  const { previewEventLog } = await import("@longhaul/process-mining/uploads");
  const sourcePath = await storage.fetchToFile(task.sourceKey, join(scratchDir, "source"));
  const file = await importFile(sourcePath, task);
  if (file !== null) return { kind: "preview", result: file.ok ? previewOfFile(file) : file };
  const tailKey = previewTailKey(task.sourceKey);
  const hasTail = (await storage.head(tailKey)) !== null;
  const result = await previewEventLog({
    ...importOptions(task, environment),
    sourcePath,
    ...(hasTail ? { tailPath: await storage.fetchToFile(tailKey, join(scratchDir, "tail")) } : {}),
  });
  return { kind: "preview", result };
}

function importOptions(
  task: ImportTask | PreviewTask,
  { scratchDir, signal, onProgress }: TaskEnvironment,
): Omit<ImportOptions, "sourcePath" | "tablePath"> {
  return {
    fileName: task.fileName,
    mapping: task.mapping,
    scratchDir,
    threads: Math.max(1, Math.floor(task.resources.cpuUnits)),
    memoryLimitMB: Math.floor((task.resources.memoryGb * 1024) / 2),
    limits: task.importLimits,
    limitNames: task.limitNames,
    signal,
    onProgress: (progress) => onProgress({ fraction: progress.fraction, currentActivity: progress.activity }),
  };
}
