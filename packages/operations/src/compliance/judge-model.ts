import { DomainError } from "@longhaul/domain";
import type { DatasetFacts, ParameterFault } from "../filters/judge-filters.ts";
import type { ComplianceParameters } from "./compliance-parameters.ts";

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
  const { readModel } = await import("@longhaul/process-mining/read-model");
  try {
    const { petriNet } = await readModel(text);
    const names = new Set(petriNet.transitions.flatMap(({ label }) => (label === null ? [] : [label])));
    const known = facts?.activityNames ?? null;
    if (known === null || known.some((name) => names.has(name))) return [];
    const told = [...names].slice(0, MOST_NAMES).map((name) => `"${name}"`);
    return [{ at, detail: `has no activity in common with the dataset; the model has ${told.join(", ")}` }];
  } catch (err) {
    if (!(err instanceof DomainError)) throw err;
    return [{ at, detail: `can't be read: ${err.message}` }];
  }
}
