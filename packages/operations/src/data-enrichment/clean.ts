import { stat } from "node:fs/promises";
import { join } from "node:path";
import { cleanEventTable, type CleaningReport, type ImportErrorSummary } from "@longhaul/process-mining";
import type { PhaseOutput } from "../phase-context.ts";
import { cleaningPlan } from "./cleaning-plan.ts";
import { CLEANED_TABLE, engineLimits, inputDataset, type EnrichmentContext } from "./tables.ts";

/** Records that an import leaves out, by the rule that would have been about them. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  fix_timestamps: ["Missing Timestamp", "Invalid Timestamp"],
  validate_activities: ["Missing Activity"],
};

/** Applies the rules and tells what each found, changed and dropped. */
export async function clean(ctx: EnrichmentContext): Promise<PhaseOutput> {
  const dataset = inputDataset(ctx);
  const { rules, parameters } = cleaningPlan(ctx.parameters.cleaningRules);
  if (rules.length === 0) return { results: { rules: [], recordsDropped: 0 }, recordsProcessed: dataset.events };
  const cleanedPath = join(ctx.scratchDir, CLEANED_TABLE);
  const changesPath = join(ctx.scratchDir, "changes.csv");
  const reports = await cleanEventTable({
    ...engineLimits(ctx),
    tablePath: dataset.tablePath,
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
  await ctx.keepFile(CLEANED_TABLE, cleanedPath);
  const { size } = await stat(changesPath);
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
  const totals = { problemsFound: sum("found"), valuesChanged: sum("changed"), recordsDropped: sum("dropped") };
  const importErrors = (dataset.quality["errors"] ?? []) as readonly ImportErrorSummary[];
  return {
    recordsProcessed: dataset.events,
    results: { rules: reports.map((report) => presentReport(report, importErrors)), ...totals, changesBytes: size },
    detail: { results: totals },
    summary: totals,
  };
}

function presentReport(report: CleaningReport, importErrors: readonly ImportErrorSummary[]): Record<string, unknown> {
  const leftOut = importErrors.filter(
    ({ type, resolved }) => !resolved && (LEFT_OUT[report.rule] ?? []).includes(type),
  );
  return {
    ...report,
    ...(leftOut.length === 0
      ? {}
      : { leftOutAtImport: leftOut.map(({ type, count, examples }) => ({ type, count, examples })) }),
  };
}
