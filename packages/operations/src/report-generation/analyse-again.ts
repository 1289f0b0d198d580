import { validateBody } from "@longhaul/contracts";
import { REFERENCE_FILE } from "../compliance/check-compliance.ts";
import { filtersOf } from "../filters/filters-of.ts";
import type { FilterParameters } from "../filters/filters-parameter.ts";
import {
  PhaseError,
  type DependencyResult,
  type EarlierPhase,
  type PhaseContext,
  type PhaseOutput,
} from "../basics/phase-context.ts";
import { discoverProcess } from "../process-mining-analysis/discover-process.ts";
import { learnFromLog } from "../process-mining-analysis/learn-from-log.ts";
import { loadAndValidate } from "../process-mining-analysis/load-and-validate.ts";
import { analysisParametersSchema, type AnalysisParameters } from "../analysis-parameters/parameters.ts";

type AnalysisPhase = (ctx: PhaseContext<AnalysisParameters>) => Promise<PhaseOutput>;

/** The phases of an analysis whose results a report needs, with each one's share of the time. */
const PHASES: readonly { readonly name: string; readonly share: number; readonly run: AnalysisPhase }[] = [
  { name: "Data Loading & Validation", share: 0.1, run: loadAndValidate },
  { name: "Process Discovery", share: 0.3, run: discoverProcess },
  { name: "Machine Learning Analysis", share: 0.6, run: learnFromLog },
];

/** An analysis of a part of its log: its results, and where the files are that its phases kept. */
export interface AnalysisAgain {
  readonly operation: DependencyResult;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Makes an analysis again, with its own parameters, of the cases that filters leave of those that it was about. Nothing
 * is stored: the files stay in the scratch folder, and it makes no artifacts.
 */
export async function analyseAgain(
  ctx: PhaseContext,
  operation: DependencyResult,
  { filters, timeWindow }: FilterParameters,
): Promise<AnalysisAgain> {
  if (operation.datasetId === null)
    throw new PhaseError("dataset_missing", `${operation.operationId} names no dataset`);
  const furtherFilters: FilterParameters = {
    ...(filters === undefined ? {} : { filters }),
    ...(timeWindow === undefined ? {} : { timeWindow }),
  };
  const checked = validateBody<AnalysisParameters>(analysisParametersSchema, operation.parameters);
  if (!checked.ok) {
    const faults = checked.faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join("; ");
    throw new PhaseError("source_outdated", `${operation.operationId} can't be made again: ${faults}`);
  }
  const earlier: EarlierPhase[] = [];
  const files = new Map<string, string>();
  const isReference = (name: string): boolean =>
    name === REFERENCE_FILE && operation.files[REFERENCE_FILE] !== undefined;
  let before = 0;
  let share = 0;
  const analysis: PhaseContext<AnalysisParameters> = {
    ...ctx,
    parameters: { ...checked.value, furtherFilters },
    dataset: await ctx.openDataset(operation.datasetId),
    earlier,
    dependencies: [],
    scratchDir: ctx.scratchDir,
    progress: (fraction, report) => ctx.progress(before + share * fraction, report),
    hasFile: (name) => files.has(name) || isReference(name),
    openFile: (name) =>
      isReference(name) ? ctx.openDependencyFile(operation.operationId, name) : Promise.resolve(files.get(name) ?? ""),
    keepFile: (name, path) => Promise.resolve(void files.set(name, path)),
    artifact: () => Promise.resolve(),
  };
  for (const phase of PHASES) {
    share = phase.share;
    const output = await phase.run(analysis);
    earlier.push({ name: phase.name, output });
    before += share;
  }
  const parameters = { ...operation.parameters, furtherFilters: filtersOf(furtherFilters) };
  return { operation: { ...operation, parameters, phases: earlier }, files };
}
