import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DomainError } from "@longhaul/domain";
import type { EventLog, RunOptions } from "@longhaul/event-log";
import {
  discoverModel,
  type DirectlyFollowsGraph,
  type DiscoveredModel,
  type Variants,
} from "@longhaul/process-mining";
import { languageOf } from "../basics/language-parameter.ts";
import type { PhaseContext } from "../basics/phase-context.ts";
import { textsIn } from "../texts/texts.ts";
import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";

/** Name under which the discovery phase keeps the model, as JSON; absent when there is none. */
export const MODEL_FILE = "process-model.json";

const DECIMALS = 4;

/**
 * Discovers the model that the request chooses, keeps it for the report, and returns its part of `processModel`. A log
 * that the algorithm makes no usable model of is no failure: the answer says why.
 */
export async function discoverProcessModel(
  ctx: PhaseContext<AnalysisParameters>,
  log: EventLog,
  known: { readonly graph: DirectlyFollowsGraph; readonly variants: Variants },
  run: RunOptions,
): Promise<Record<string, unknown>> {
  const { algorithm, noiseThreshold, heuristicsSettings } = ctx.parameters;
  let model: DiscoveredModel;
  try {
    model = await discoverModel(log, { ...heuristicsSettings, algorithm, noiseThreshold, known }, run);
  } catch (err) {
    if (!(err instanceof DomainError) || err.code !== "unprocessable") throw err;
    return { algorithm, modelNotAvailable: err.message };
  }
  const path = join(ctx.scratchDir, MODEL_FILE);
  await writeFile(path, JSON.stringify(model));
  await ctx.keepFile(MODEL_FILE, path);
  const { learning } = textsIn(languageOf(ctx.parameters));
  const limits = learning.limits(model.quality);
  return {
    algorithm,
    ...(model.isSearchCutShort === true ? { modelSimplified: learning.simplified } : {}),
    places: model.petriNet.places.length,
    modelTransitions: model.petriNet.transitions.length,
    quality: Object.fromEntries(
      Object.entries(model.quality).map(([measure, value]: [string, number | boolean]) => [
        measure,
        typeof value === "number" ? Number(value.toFixed(DECIMALS)) : value,
      ]),
    ),
    ...(limits === "" ? {} : { qualityLimits: limits }),
  };
}
