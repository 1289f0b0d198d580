import type { DatasetRecord } from "@longhaul/db";
import { EXPORT_FORMATS, type ExportFormat } from "@longhaul/domain";
import type { BlobFile } from "../../answers/send-blob.ts";

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv",
  jsonl: "application/jsonl",
  xes: "application/xml",
  "csv.gz": "application/gzip",
  "jsonl.gz": "application/gzip",
  "xes.gz": "application/gzip",
  parquet: "application/vnd.apache.parquet",
};

/** Endings of files that hold logs: a dataset is often called as its file. */
const ENDINGS = /(?:\.(?:csv|tsv|txt|xes|mxml|xml|json|jsonl|parquet|xlsx|sqlite|zip|gz))+$/i;

/** A version's table, or a version as a file of another format, as what is downloaded. */
export function exportedFile({ id, kind, name, format, tableKey, tableBytes, sha256 }: DatasetRecord): BlobFile {
  const ending = (kind === "export" ? EXPORT_FORMATS.find((known) => known === format) : null) ?? "parquet";
  return {
    storageKey: tableKey ?? "",
    fileName: `${name.replace(ENDINGS, "").replaceAll(/[/\\]/g, "_")}.${ending}`,
    mediaType: MEDIA_TYPES[ending],
    sizeBytes: tableBytes ?? 0,
    // Of a table it is not known, but it never changes either.
    sha256: kind === "export" ? (sha256 ?? id) : id,
  };
}
