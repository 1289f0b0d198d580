import { createReadStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { isLineText, PREVIEW_ENDS, TextEnds } from "@longhaul/domain";
import type { FileSample, ImportOptions, ImportRefused, ImportSuccess } from "@longhaul/event-log";
import { importEventLog, readEventLog } from "@longhaul/event-log/event-tables";
import { discoverDirectlyFollowsGraph } from "../graph/directly-follows-graph.ts";
import { sampleLines } from "./sample-lines.ts";

/** What an import of a file would find, from its first 10,000 and last 1,000 rows. */
export interface EventLogPreview extends Pick<
  ImportSuccess,
  "ok" | "format" | "detected" | "columns" | "errors" | "quality" | "timeStart" | "timeEnd"
> {
  /** Figures of the sample. */
  readonly counts: Pick<ImportSuccess, "events" | "cases" | "activities" | "errorRecords">;
  readonly sample: FileSample & {
    /** Whether it is the whole file. */
    readonly isWhole: boolean;
  };
  readonly map: PreviewMap;
}

/** The process map of the sample, the most frequent parts first. */
export interface PreviewMap {
  readonly activities: readonly PreviewActivity[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly count: number }[];
}

export interface PreviewActivity {
  readonly activity: string;
  readonly count: number;
  /** Cases that begin and that end with it. */
  readonly startCount: number;
  readonly endCount: number;
}

/** A refused file with what was read of it, so that a mapping can be given. */
export type RefusedPreview = ImportRefused & { readonly sample?: FileSample };

export interface PreviewOptions extends Omit<
  ImportOptions,
  "tablePath" | "untimedPath" | "rowListFolder" | "onSample"
> {
  /** The last bytes of the file where `sourcePath` holds its first ones only. */
  readonly tailPath?: string;
}

const MOST_ACTIVITIES = 100;
const MOST_EDGES = 100;

/** Reads a sample of a file as an import would read the whole, and keeps nothing. */
export async function previewEventLog(options: PreviewOptions): Promise<EventLogPreview | RefusedPreview> {
  const folder = join(options.scratchDir, "preview");
  await mkdir(folder, { recursive: true });
  const tablePath = join(folder, "table.parquet");
  const { sourcePath, isWhole } = await sampleFile(options, folder);
  let sample: FileSample | undefined;
  const result = await importEventLog({
    ...options,
    sourcePath,
    tablePath,
    onSample: (found) => {
      sample = found;
    },
  });
  if (!result.ok) return { ...result, ...(sample === undefined ? {} : { sample }) };
  const { ok, format, detected, columns, errors, quality, timeStart, timeEnd } = result;
  const { events, cases, activities, errorRecords } = result;
  return {
    ok,
    format,
    detected,
    columns,
    errors,
    quality,
    timeStart,
    timeEnd,
    counts: { events, cases, activities, errorRecords },
    sample: { columns: [], rows: [], ...sample, isWhole },
    map: await mapOf(options, tablePath),
  };
}

/** Cuts a text of lines to its sample; any other file stays as it is. */
async function sampleFile(
  { sourcePath, tailPath, signal }: PreviewOptions,
  folder: string,
): Promise<{ sourcePath: string; isWhole: boolean }> {
  const ends = await endsOf(sourcePath, tailPath, signal);
  if (ends === null) return { sourcePath, isWhole: true };
  const { parts, isWhole } = sampleLines(ends);
  const samplePath = join(folder, "sample");
  await writeFile(samplePath, Buffer.concat(parts));
  return { sourcePath: samplePath, isWhole };
}

/** Beginning and end of a text of lines, decompressed; null for any other file. */
async function endsOf(
  sourcePath: string,
  tailPath: string | undefined,
  signal: AbortSignal,
): Promise<{ head: Uint8Array; tail: Uint8Array } | null> {
  if (tailPath !== undefined) return { head: await readFile(sourcePath), tail: await readFile(tailPath) };
  const ends = new TextEnds(PREVIEW_ENDS.headBytes, PREVIEW_ENDS.tailBytes);
  const head: Uint8Array[] = [];
  const source = createReadStream(sourcePath, { signal });
  try {
    const plain = (await isGzip(sourcePath)) ? pipeline(source, createGunzip(), () => undefined) : source;
    let isFirst = true;
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      if (isFirst && !isLineText(chunk)) return null;
      isFirst = false;
      head.push(ends.push(chunk));
    }
  } catch {
    signal.throwIfAborted();
    // The import reports a damaged file.
    return null;
  } finally {
    source.destroy();
  }
  return { head: Buffer.concat(head), tail: ends.tail() };
}

async function isGzip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 1 }) as AsyncIterable<Buffer>)
    return chunk[0] === 0x1f && chunk[1] === 0x8b;
  return false;
}

async function mapOf(
  { signal, threads, memoryLimitMB, scratchDir }: PreviewOptions,
  tablePath: string,
): Promise<PreviewMap> {
  const log = await readEventLog({ tablePath, signal, threads, memoryLimitMB, scratchDir });
  const { nodes, edges } = await discoverDirectlyFollowsGraph(log, { signal });
  const name = (activity: number): string => nodes[activity]?.activity ?? "";
  return {
    activities: nodes
      .map(({ activity, count, startCount, endCount }) => ({ activity, count, startCount, endCount }))
      .toSorted((a, b) => b.count - a.count)
      .slice(0, MOST_ACTIVITIES),
    edges: edges
      .toSorted((a, b) => b.count - a.count)
      .slice(0, MOST_EDGES)
      .map(({ from, to, count }) => ({ from: name(from), to: name(to), count })),
  };
}
