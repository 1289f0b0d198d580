import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ROW_STATES, rowListKey, untimedKey } from "@longhaul/domain";
import type { ImportTask, ImportTaskResult } from "./protocol.ts";
import type { TaskEnvironment } from "./run-task.ts";

/** Reads an upload from storage and, if it is an event log, stores its table. */
export async function runImport(task: ImportTask, environment: TaskEnvironment): Promise<ImportTaskResult> {
  const { storage, scratchDir, signal } = environment;
  const { importEventLog } = await import("@longhaul/process-mining");
  const sourcePath = await storage.fetchToFile(task.sourceKey, join(scratchDir, "source"));
  const tablePath = join(scratchDir, "table.parquet");
  const untimedPath = join(scratchDir, "untimed.parquet");
  const rowListFolder = join(scratchDir, "rows");
  await mkdir(rowListFolder);
  const result = await importEventLog({
    sourcePath,
    fileName: task.fileName,
    mapping: task.mapping,
    tablePath,
    untimedPath,
    rowListFolder,
    scratchDir,
    threads: Math.max(1, Math.floor(task.resources.cpuUnits)),
    memoryLimitMB: Math.floor((task.resources.memoryGb * 1024) / 2),
    limits: task.importLimits,
    limitNames: task.limitNames,
    signal,
    onProgress: (progress) =>
      environment.onProgress({ fraction: progress.fraction, currentActivity: progress.activity }),
  });
  if (!result.ok) return { kind: "import", result, tableBytes: 0 };
  if (result.untimedRows > 0) await storage.putFile(untimedKey(task.tableKey), untimedPath);
  for (const state of ROW_STATES) {
    if (result.rows[state].kept > 0)
      await storage.putFile(rowListKey(task.tableKey, state), join(rowListFolder, `${state}.jsonl`));
  }
  await storage.putFile(task.tableKey, tablePath);
  return { kind: "import", result, tableBytes: (await stat(tablePath)).size };
}
