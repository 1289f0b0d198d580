import { detectFormat } from "../formats/detect-format.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { importJson } from "../formats/import-json.ts";
import { importMxml } from "../formats/import-mxml.ts";
import { importOcel } from "../formats/import-ocel.ts";
import { openOcelJson } from "../formats/ocel-json.ts";
import { openOcelSqlite } from "../formats/ocel-sqlite.ts";
import { openOcelXml } from "../formats/ocel-xml.ts";
import { stageArchive } from "../formats/stage-archive.ts";
import { importXlsx } from "../xlsx/import-xlsx.ts";
import { openZipArchive } from "../formats/zip-archive.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import { importCsv } from "../csv/import-csv.ts";
import { importParquet } from "../formats/import-parquet.ts";
import type { LogFormat } from "../terms/import-result.ts";
import { withJudgedEncoding } from "./with-judged-encoding.ts";
import { importXes } from "../xes/import-xes.ts";
import { prepareText } from "../encoding/prepare-text.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import type { StageOptions } from "../staging/stage-options.ts";

/** Reads a file of any known format, which is detected by its content, into the session. */
export async function stageLog(session: DuckDbSession, options: StageOptions): Promise<StagedLog> {
  return stageFormat(session, await detectFormat(options.sourcePath, options.bounds), options);
}

async function stageFormat(session: DuckDbSession, format: LogFormat, options: StageOptions): Promise<StagedLog> {
  const { sourcePath, scratchDir, signal, mapping, bounds } = options;
  /** Tells a step's part of the progress, from one share of it to another, as large files take them. */
  const portion = (from: number, to: number) => (fraction: number) => options.onProgress(from + (to - from) * fraction);
  const isGzip = format.endsWith(".gz");
  const { encoding } = mapping;
  const source = { sourcePath, isGzip, scratchDir, signal, encoding, bounds };
  const { plain, memoryBytes } = options;
  const whole = { ...source, session, plain, memoryBytes, onProgress: portion(0, 0.85), onLoad: portion(0.85, 1) };
  switch (format) {
    case "parquet":
      return importParquet(session, sourcePath, bounds, signal);
    case "xes":
    case "xes.gz":
      return withJudgedEncoding(whole, importXes);
    case "mxml":
    case "mxml.gz":
      return withJudgedEncoding(whole, importMxml);
    case "json":
    case "json.gz":
      return withJudgedEncoding(whole, async (given) => importJson({ ...given, kind: "json" }));
    case "jsonl":
    case "jsonl.gz":
      return withJudgedEncoding(whole, async (given) => importJson({ ...given, kind: "jsonl" }));
    case "ocel2.json":
    case "ocel2.json.gz":
      return importOcel({ ...whole, source: openOcelJson(whole), objectType: mapping.objectType });
    case "ocel2.xml":
    case "ocel2.xml.gz":
      return importOcel({ ...whole, source: openOcelXml(whole), objectType: mapping.objectType });
    case "ocel2.sqlite":
      return importOcel({
        ...whole,
        source: openOcelSqlite(sourcePath, bounds, signal),
        objectType: mapping.objectType,
      });
    case "xlsx": {
      const archive = await openZipArchive(sourcePath, bounds);
      try {
        const { mentionedColumns, passedOver } = options;
        bounds.countRead(archive.bytes);
        return await importXlsx({ ...whole, archive, sheet: mapping.sheet, passedOver, mentionedColumns });
      } finally {
        archive.close();
      }
    }
    case "zip":
      return stageArchive(session, options, stageLog);
    case "csv":
    case "csv.gz":
      return importCsv({
        session,
        sourcePath,
        prepare: async () => prepareText({ ...source, onProgress: portion(0, 0.1) }),
        mayAssumeText: !isGzip && encoding === undefined && options.isInArchive !== true,
        isGzip,
        scratchDir,
        signal,
        bounds,
        plain: plain === null ? null : { ...plain, memoryBytes, mayHoldTimes: mayHoldTimes(mapping) },
        delimiter: mapping.delimiter,
        mentionedColumns: options.mentionedColumns,
        onProgress: portion(0.1, 1),
      });
  }
}

/** Whether times of ISO 8601 are likely to be read as what they are in UTC; `columnKinds` knows. */
const mayHoldTimes = ({ timestampFormat, timezone = "UTC" }: ImportMapping): boolean =>
  timestampFormat === undefined && timezone.toUpperCase() === "UTC";
