import type { DatasetRecord } from "@longhaul/db";
import { EXPORT_FORMATS, type ResourceAllocation } from "@longhaul/domain";
import type { WorkerContext } from "../context/context.ts";
import { IMPORT_LIMIT_NAMES } from "../settings/import-limit-settings.ts";
import type { ExportTask, ImportTask, PreviewTask } from "../phases/protocol.ts";
import { appendTarget } from "./append-target.ts";

/** Where a claim of an import or an export writes; no other claim writes there. */
export function resultKey({ tenantId, id, epoch, kind, format }: DatasetRecord): string {
  const file = kind === "export" ? `file.${format ?? ""}` : "table.parquet";
  return `datasets/${tenantId}/${id}/e${epoch}/${file}`;
}

/** The task of a claimed row. */
export function importTask(
  { config }: Pick<WorkerContext, "config">,
  dataset: DatasetRecord,
  {
    sourceKey,
    base,
    resources,
  }: { readonly sourceKey: string; readonly base: DatasetRecord | null; readonly resources: ResourceAllocation },
): ImportTask | PreviewTask | ExportTask {
  const { id: datasetId, fileName, mapping, name } = dataset;
  const key = resultKey(dataset);
  if (dataset.kind === "export") {
    const format = EXPORT_FORMATS.find((known) => known === dataset.format);
    if (format === undefined) throw new Error(`this worker knows no format ${dataset.format ?? ""}`);
    return { kind: "export", datasetId, sourceKey, name, format, fileKey: key, resources };
  }
  const bounds = { importLimits: config.importLimits, limitNames: IMPORT_LIMIT_NAMES };
  const source = { datasetId, sourceKey, fileName, mapping, resources, ...bounds };
  if (dataset.kind === "preview") return { kind: "preview", ...source };
  return { kind: "import", tableKey: key, ...(base === null ? {} : { appendTo: appendTarget(base) }), ...source };
}
