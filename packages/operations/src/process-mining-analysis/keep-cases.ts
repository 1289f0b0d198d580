import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  CASE_LINES_FILE,
  CASE_NAMES_FILE,
  Pacer,
  type CaseEventLine,
  type CaseLine,
  type CaseNames,
} from "@longhaul/domain";
import { spanOfCase, type EventLog, type RunOptions } from "@longhaul/event-log";
import type { Variants } from "@longhaul/process-mining";
import type { PhaseContext } from "../basics/phase-context.ts";

/** Most events of all kept cases together: about 20 MB. */
const MAX_EVENTS = 1_000_000;
/** Most events of one case. */
const MAX_CASE_EVENTS = 1000;
const MAX_RESOURCES = 20_000;
const PIECE_CHARS = 64 * 1024;

/** The fields of cases besides their events. */
export interface CaseFigures {
  readonly variants: Variants;
  /** Cycle time of each case; null in a log without times. */
  readonly seconds: Float64Array | null;
  /** The same in working time, where a calendar is given. */
  readonly workingSeconds: Float64Array | null;
}

/** Keeps the cases with their events for those who look at them one by one: by their starts, as many as there is room for. */
export async function keepCases(
  ctx: Pick<PhaseContext, "scratchDir" | "keepFile">,
  log: EventLog,
  figures: CaseFigures,
  { signal, onProgress }: RunOptions,
): Promise<void> {
  const [linesPath, namesPath] = [CASE_LINES_FILE, CASE_NAMES_FILE].map((name) => join(ctx.scratchDir, name)) as [
    string,
    string,
  ];
  const starts = log.isTimed === false ? null : startsOf(log);
  const pacer = new Pacer({ signal });
  let kept = 0;
  let events = 0;
  async function* lines(): AsyncGenerator<string> {
    let piece = "";
    for (const owner of byStart(log.caseCount, starts)) {
      const line = caseLine(log, figures, owner, starts?.[owner] ?? null);
      events += line[6].length;
      if (events > MAX_EVENTS) break;
      piece += `${JSON.stringify(line)}\n`;
      kept++;
      if (piece.length < PIECE_CHARS) continue;
      yield piece;
      piece = "";
      onProgress?.(kept / log.caseCount);
      await pacer.pause();
    }
    yield piece;
  }
  await pipeline(Readable.from(lines()), createWriteStream(linesPath), signal === undefined ? {} : { signal });
  const names: CaseNames = {
    activities: log.activities,
    resources: (log.resources ?? []).slice(0, MAX_RESOURCES),
    total: log.caseCount,
    kept,
  };
  await writeFile(namesPath, JSON.stringify(names));
  await ctx.keepFile(CASE_LINES_FILE, linesPath);
  await ctx.keepFile(CASE_NAMES_FILE, namesPath);
  onProgress?.(1);
}

function byStart(caseCount: number, starts: Float64Array | null): Uint32Array {
  const order = Uint32Array.from({ length: caseCount }, (_, owner) => owner);
  return starts === null ? order : order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b);
}

/** When each case began. */
const startsOf = (log: EventLog): Float64Array =>
  Float64Array.from({ length: log.caseCount }, (_, owner) => spanOfCase(log, owner).firstMs);

function caseLine(
  log: EventLog,
  { variants, seconds, workingSeconds }: CaseFigures,
  owner: number,
  caseStart: number | null,
): CaseLine {
  const [first, end] = [log.caseOffsets[owner] ?? 0, log.caseOffsets[owner + 1] ?? 0];
  const events: CaseEventLine[] = [];
  for (let row = first; row < Math.min(end, first + MAX_CASE_EVENTS); row++) {
    const resource = log.resource?.[row] ?? -1;
    const event = [log.activity[row] ?? 0, resource < MAX_RESOURCES ? resource : -1] as const;
    const start = log.startMs?.[row] ?? Number.NaN;
    if (caseStart === null) events.push([...event, null]);
    else if (Number.isNaN(start)) events.push([...event, Math.round((log.endMs[row] ?? 0) - caseStart)]);
    else events.push([...event, Math.round((log.endMs[row] ?? 0) - caseStart), Math.round(start - caseStart)]);
  }
  const rounded = (value: number | undefined): number | null =>
    value === undefined ? null : Math.round(1000 * value) / 1000;
  return [
    log.caseIds[owner] ?? "",
    (variants.variantOfCase[owner] ?? 0) + 1,
    caseStart === null ? null : Math.round(caseStart),
    rounded(seconds?.[owner]),
    rounded(workingSeconds?.[owner]),
    end - first,
    events,
  ];
}
