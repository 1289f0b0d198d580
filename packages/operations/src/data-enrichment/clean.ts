import { join } from "node:path";
import { cleanEventTable, type CleaningReport, type ImportErrorSummary } from "@longhaul/event-log";
import { cutList, withCuts } from "../basics/cut-list.ts";
import type { PhaseOutput } from "../basics/phase-context.ts";
import { cleaningPlan } from "./cleaning-plan.ts";
import {
  CLEANED_TABLE,
  engineLimits,
  inputDataset,
  latestTable,
  untimedRows,
  type EnrichmentContext,
} from "./tables.ts";

/** Records that an import sets aside, and `fix_timestamps` takes up again. */
const WITHOUT_TIME: readonly string[] = ["Missing Timestamp", "Invalid Timestamp"];

/** The changes, for the lineage of the new dataset. */
function toLineage({ rule, changed, dropped, proposals = [] }: CleaningReport): Record<string, unknown> {
  const merged = proposals.filter(({ applied }) => applied).map(({ from, to, events }) => ({ from, to, events }));
  return { rule, changed, dropped, ...(merged.length === 0 ? {} : { merged }) };
}

function toResults({ examples, changes, ...report }: CleaningReport): Record<string, unknown> {
  return {
    ...report,
    ...withCuts({ examples: cutList(examples, examples.length, "their place in the table", changes) }),
  };
}

/** Applies the rules, and reports what each found, changed and dropped. */
export async function clean(ctx: EnrichmentContext): Promise<PhaseOutput> {
  const dataset = inputDataset(ctx);
  const { rules, parameters } = cleaningPlan(ctx.parameters.cleaningRules);
  if (rules.length === 0) return { results: { rules: [], recordsDropped: 0 }, recordsProcessed: dataset.events };
  const untimedPath = await untimedRows(ctx);
  const cleanedPath = join(ctx.scratchDir, CLEANED_TABLE);
  const changesPath = join(ctx.scratchDir, "changes.csv");
  const reports = await cleanEventTable({
    ...engineLimits(ctx),
    tablePath: await latestTable(ctx),
    ...(untimedPath === null ? {} : { untimedPath }),
    rules,
    parameters,
    cleanedPath,
    changesPath,
    onProgress: (fraction, rule) =>
      ctx.progress(fraction, {
        currentActivity: rule === null ? "Writing the table" : `Applying ${rule}`,
        processedRecords: Math.round(fraction * dataset.events),
        totalRecords: dataset.events,
      }),
  });
  for (const { rule, found, changed, dropped } of reports)
    ctx.log.info(`${rule} was applied`, { found, changed, dropped });
  await ctx.keepFile(CLEANED_TABLE, cleanedPath);
  await ctx.artifact(
    {
      name: "Cleaning Changes",
      fileName: "cleaning-changes.csv",
      type: "Dataset",
      format: "CSV",
      mediaType: "text/csv",
      description: "every changed and dropped row, by rule, with the values before and after",
    },
    { path: changesPath },
  );
  const sum = (pick: "found" | "changed" | "dropped"): number =>
    reports.reduce((total, report) => total + report[pick], 0);
  const totals = { problemsFound: sum("found"), recordsChanged: sum("changed"), recordsDropped: sum("dropped") };
  const broughtBack = untimedPath !== null && rules.includes("fix_timestamps");
  const importErrors = (dataset.quality["errors"] ?? []) as readonly ImportErrorSummary[];
  const leftOutAtImport = importErrors.filter(
    ({ type, resolved }) => !resolved && !(broughtBack && WITHOUT_TIME.includes(type)),
  );
  return {
    recordsProcessed: dataset.events,
    results: {
      rules: reports.map((report) => ({
        ...toResults(report),
        ...(broughtBack && report.rule === "fix_timestamps"
          ? { foundByImport: Number(dataset.quality["untimedRows"] ?? 0) }
          : {}),
      })),
      ...totals,
      leftOutAtImport,
    },
    detail: { results: totals },
    summary: totals,
    data: { cleaning: reports.filter(({ changed, dropped }) => changed + dropped > 0).map(toLineage) },
  };
}
