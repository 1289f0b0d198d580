import type { EventLog } from "@longhaul/event-log";
import { overviewLog } from "@longhaul/process-mining";
import { cleaningOf } from "../basics/cleaning-summary.ts";
import { dataQualityOf } from "../basics/data-quality.ts";
import type { PhaseContext, PhaseOutput } from "../basics/phase-context.ts";
import { openEventLog } from "./open-event-log.ts";
import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";

interface ImportErrors {
  readonly type: string;
  readonly count: number;
  readonly resolved: boolean;
}

/** Reads the cases that the request selects and rates the data's quality. */
export async function loadAndValidate(ctx: PhaseContext<AnalysisParameters>): Promise<PhaseOutput> {
  const { dataset } = ctx;
  const total = dataset?.events ?? 0;
  const cleaning = dataset === null ? null : cleaningOf(dataset);
  const { log, recordedEvents, lifecycle, filtered } = await openEventLog(ctx, (fraction) =>
    ctx.progress(0.8 * fraction, {
      currentActivity: "Reading events",
      processedRecords: Math.round(fraction * total),
      totalRecords: total,
    }),
  );
  ctx.progress(0.85, { currentActivity: "Checking events", processedRecords: recordedEvents, totalRecords: total });
  const errorRecords = dataset?.errorRecords ?? 0;
  const importErrors = (dataset?.quality["errors"] ?? []) as readonly ImportErrors[];
  const dataQualityScore = Number(dataset?.quality["score"] ?? 100);
  const validationErrors = [
    ...importErrors.map(({ type, count, resolved }) => ({ type, count, resolved })),
    ...[
      ...countOddities(log),
      { type: "Start Without Completion", count: lifecycle?.unpairedStarts ?? 0, resolved: false },
    ].filter((oddity) => oddity.count > 0),
  ];
  const overview = log.caseCount === 0 ? {} : { overview: await overviewLog(log, { signal: ctx.signal }) };
  ctx.log.info("the event log was read", { events: recordedEvents, cases: log.caseCount, dataQualityScore });
  for (const { type, count, resolved } of validationErrors)
    if (!resolved) ctx.log.warn(`${count.toLocaleString("en")} × ${type}`, { type, count });
  return {
    recordsProcessed: recordedEvents,
    results: {
      recordsLoaded: total + errorRecords,
      validRecords: total,
      recordsInTimeWindow: recordedEvents,
      ...(lifecycle === null ? {} : { lifecycle: { steps: log.eventCount, ...lifecycle } }),
      ...(filtered === null ? {} : { filtered }),
      cases: log.caseCount,
      ...overview,
      dataQualityScore,
      ...(dataset === null ? {} : { dataQuality: dataQualityOf(dataset) }),
      ...(cleaning === null ? {} : { cleaning }),
      validationErrors,
    },
    // The status shows it while the later phases run.
    detail: { validationResults: { validRecords: total, errorRecords, dataQualityScore }, ...overview },
    summary: { recordsAnalyzed: recordedEvents, casesAnalyzed: log.caseCount, dataQualityScore },
  };
}

/** Counts things that a log may have but that deserve a look. It changes nothing. */
function countOddities(log: EventLog): ImportErrors[] {
  let duplicates = 0;
  let negative = 0;
  let nameless = 0;
  for (let owner = 0; owner < log.caseCount; owner++) {
    const end = log.caseOffsets[owner + 1] ?? 0;
    for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
      const startMs = log.startMs?.[row] ?? Number.NaN;
      if (startMs > (log.endMs[row] ?? 0)) negative++;
      if (log.resource?.[row] === -1) nameless++;
      // Without times a step that is done twice looks the same.
      if (log.isTimed !== false && row + 1 < end && isSameEvent(log, row, row + 1)) duplicates++;
    }
  }
  return [
    { type: "Duplicate Event", count: duplicates, resolved: false },
    { type: "Start After Completion", count: negative, resolved: false },
    { type: "Missing Resource", count: nameless, resolved: false },
  ];
}

function isSameEvent(log: EventLog, a: number, b: number): boolean {
  return (
    log.activity[a] === log.activity[b] &&
    log.endMs[a] === log.endMs[b] &&
    Object.is(log.startMs?.[a], log.startMs?.[b]) &&
    log.resource?.[a] === log.resource?.[b]
  );
}
