import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { createGzip } from "node:zlib";
import { exportText } from "@longhaul/domain";
import type { ExportTask, ExportTaskResult } from "./protocol.ts";
import type { TaskEnvironment } from "./task-environment.ts";

/** Writes a version's table as a file of another format, and stores it. */
export async function runExport(
  { sourceKey, fileKey, name, format, resources }: ExportTask,
  { storage, scratchDir, signal, onProgress }: TaskEnvironment,
): Promise<ExportTaskResult> {
  const { exportEventTable } = await import("@longhaul/event-log/event-tables");
  const { text, isCompressed } = exportText(format);
  const outPath = join(scratchDir, "export");
  const currentActivity = "Writing the file";
  await exportEventTable({
    scratchDir,
    threads: Math.max(1, Math.floor(resources.cpuUnits)),
    memoryLimitMB: Math.floor((resources.memoryGb * 1024) / 2),
    signal,
    tablePath: await storage.fetchToFile(sourceKey, join(scratchDir, "table.parquet")),
    format: text,
    outPath,
    logName: name,
    onFraction: (fraction) => onProgress({ fraction: 0.9 * fraction, currentActivity }),
  });
  const file = createReadStream(outPath);
  // A fault of the file ends the compressed stream with it, and so the call that reads it.
  const source = isCompressed ? pipeline(file, createGzip(), () => undefined) : file;
  const stored = await storage.put(fileKey, source, { signal });
  return { kind: "export", result: { ok: true }, ...stored };
}
