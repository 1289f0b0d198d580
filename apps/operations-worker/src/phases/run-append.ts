import { join } from "node:path";
import { untimedKey } from "@longhaul/domain";
import type { ImportOptions, ImportResult, ImportSuccess } from "@longhaul/event-log";
import type { BlobStore } from "@longhaul/storage";
import type { AppendTarget, ImportTaskResult } from "./protocol.ts";

/**
 * Reads a file that is to be appended: as its mapping says, else as the dataset's earlier files were read, and where it hasn't their
 * columns, by itself. Ambiguous dates (day or month first) are read in the dataset's order.
 */
export async function importAppended(
  options: ImportOptions,
  { mapping, timestampFormat }: AppendTarget,
): Promise<ImportResult> {
  const { importEventLog } = await import("@longhaul/event-log/event-tables");
  const given = options.mapping ?? {};
  const read = async (wanted: ImportOptions["mapping"]): Promise<ImportResult> => {
    const result = await importEventLog({ ...options, mapping: { ...wanted } });
    const isUnclear = result.ok && result.detected.ambiguous === true && wanted?.timestampFormat === undefined;
    return isUnclear && timestampFormat !== undefined
      ? importEventLog({ ...options, mapping: { ...wanted, timestampFormat } })
      : result;
  };
  if (Object.keys(given).length > 0 || Object.keys(mapping).length === 0) return read(given);
  const result = await read(mapping);
  return !result.ok && result.code === "ColumnNotFound" ? read({}) : result;
}

/** Puts the rows of an imported file behind those of the version before, and stores the table. */
export async function storeAppended(
  storage: BlobStore,
  options: ImportOptions & { readonly untimedPath: string; readonly maxColumns: number },
  imported: ImportSuccess,
  { target, tableKey }: { readonly target: AppendTarget; readonly tableKey: string },
): Promise<ImportTaskResult> {
  const { appendEventTable } = await import("@longhaul/event-log/event-tables");
  const { scratchDir, untimedPath } = options;
  options.onProgress({ fraction: 0.95, activity: "Appending to the dataset" });
  const path = (name: string): string => join(scratchDir, name);
  const tablePath = path("merged.parquet");
  const mergedUntimed = path("merged-untimed.parquet");
  const basePath = await storage.fetchToFile(target.tableKey, path("base.parquet"));
  const hasUntimed = target.untimedRows > 0;
  const appended = await appendEventTable({
    ...options,
    base: {
      ...target,
      tablePath: basePath,
      ...(hasUntimed
        ? { untimedPath: await storage.fetchToFile(untimedKey(target.tableKey), path("base-untimed.parquet")) }
        : {}),
    },
    added: { ...imported, tablePath: options.tablePath, untimedPath },
    tablePath,
    untimedPath: mergedUntimed,
  });
  if (!appended.ok) return { kind: "import", result: appended, tableBytes: 0 };
  if (appended.table.untimedRows > 0) await storage.takeFile(untimedKey(tableKey), mergedUntimed);
  const { sizeBytes } = await storage.takeFile(tableKey, tablePath);
  return {
    kind: "import",
    result: appended.table,
    tableBytes: sizeBytes,
    appended: appended.report,
  };
}
