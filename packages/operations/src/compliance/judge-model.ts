import { DomainError } from "@longhaul/domain";
import type { DatasetFacts, ParameterFault } from "../filters/judge-filters.ts";
import type { ComplianceParameters } from "../analysis-parameters/compliance-parameters.ts";

const MOST_NAMES = 10;

/**
 * A reference model's text that can't be read, or that has no activity of the dataset. Where that isn't known yet, the phase judges it.
 */
export async function judgeModel(
  { referenceModel }: ComplianceParameters,
  facts: DatasetFacts | null,
): Promise<readonly ParameterFault[]> {
  const text = referenceModel?.text;
  if (text === undefined) return [];
  const at = ["referenceModel", "text"];
  const { modelActivities, readModel } = await import("@longhaul/process-mining/read-model");
  try {
    const { petriNet } = await readModel(text);
    return judgeNames(at, modelActivities(petriNet), facts);
  } catch (err) {
    if (!(err instanceof DomainError)) throw err;
    return [{ at, detail: `can't be read: ${err.message}` }];
  }
}

/** A dataset's model that has no activity of the dataset that is analysed, as far as both are known. */
export function judgeModelDataset(
  _: ComplianceParameters,
  [model]: readonly DatasetFacts[],
  own: DatasetFacts | null,
): readonly ParameterFault[] {
  const names = model?.activityNames ?? null;
  return names === null ? [] : judgeNames(["referenceModel", "datasetId"], names, own);
}

function judgeNames(
  at: readonly string[],
  names: readonly string[],
  facts: DatasetFacts | null,
): readonly ParameterFault[] {
  const known = facts?.activityNames ?? null;
  const own = new Set(names);
  if (known === null || known.some((name) => own.has(name))) return [];
  const quoted = names.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  return [{ at, detail: `has no activity in common with the dataset; the model has ${quoted.join(", ")}` }];
}
