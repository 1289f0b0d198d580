/** Formats in which a dataset is had back; Parquet is how its table is stored. */
export const EXPORT_FORMATS = ["csv", "csv.gz", "jsonl", "jsonl.gz", "xes", "xes.gz", "parquet"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

type TextFormat = "csv" | "jsonl" | "xes";

/** How a file of a format is written. @throws Error for Parquet, which isn't */
export function exportText(format: ExportFormat): { readonly text: TextFormat; readonly isCompressed: boolean } {
  switch (format) {
    case "csv":
    case "jsonl":
    case "xes":
      return { text: format, isCompressed: false };
    case "csv.gz":
      return { text: "csv", isCompressed: true };
    case "jsonl.gz":
      return { text: "jsonl", isCompressed: true };
    case "xes.gz":
      return { text: "xes", isCompressed: true };
    case "parquet":
      throw new Error("a table needs no export to be Parquet");
  }
}
