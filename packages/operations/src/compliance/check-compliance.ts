import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DomainError } from "@longhaul/domain";
import type { EventLog, RunOptions } from "@longhaul/event-log";
import {
  checkReference,
  checkRules,
  readModel,
  readModelFile,
  type PetriNet,
  type ReadModel,
  type ReferenceCheck,
  type Rule,
  type Variants,
} from "@longhaul/process-mining";
import { presentFinding } from "../wording/advice-text.ts";
import { cutList, withCuts, type ListCut } from "../basics/cut-list.ts";
import { csvText } from "../basics/csv-text.ts";
import { PhaseError, type PhaseContext, type Recommendation } from "../basics/phase-context.ts";
import { languageOf, type LanguageParameter } from "../basics/language-parameter.ts";
import { textsIn } from "../texts/texts.ts";
import { MODEL_FILE } from "./process-model.ts";
import type { ComplianceParameters, ReferenceModelParameter } from "../analysis-parameters/compliance-parameters.ts";
import { keepDeviating, type Deviating } from "./deviating-cases.ts";
import { recommendKeeping } from "./recommend-keeping.ts";
import { ruleText, toRule } from "../wording/rule-text.ts";

/** Name under which the model that was compared with is kept, so that a report can compare again. */
export const REFERENCE_FILE = "reference-model.json";
const MOST_EXAMPLES = 20;
const MOST_DEVIATIONS = 100;
const DECIMALS = 4;

/** A deviation from the reference model, of all cases that have it. */
export interface ToldDeviation {
  readonly kind: "notAllowed" | "skipped";
  readonly activity: string;
  readonly times: number;
  readonly cases: number;
  readonly share: number;
  readonly meanSec?: number;
  readonly otherMeanSec?: number;
}

/** Which model the cases were compared with. */
interface ModelSource {
  readonly name: string;
  /** The dataset, with the version of it, that was the model. */
  readonly datasetId?: string;
  readonly datasetVersion?: number;
  /** The analysis that discovered it. */
  readonly operationId?: string;
}

export interface ToldReference extends ModelSource {
  readonly format: string;
  readonly cases: number;
  readonly fittingCases: number;
  readonly optimalCases: number;
  readonly alignmentFitness?: number;
  readonly activitiesNotInModel: readonly string[];
  readonly activitiesNotInLog: readonly string[];
  readonly deviations: readonly ToldDeviation[];
  readonly lists: Readonly<Record<string, ListCut>>;
}

export interface ToldRule {
  readonly rule: string;
  /** The rule itself, where its user gave it no name: a report puts it into words of its language. */
  readonly unnamed?: Rule;
  readonly type: string;
  readonly activities: readonly string[];
  readonly cases: number;
  readonly activeCases: number;
  readonly violatingCases: number;
  readonly share: number;
  readonly violations: number;
  readonly examples: readonly { readonly case: string; readonly violations: number }[];
  readonly lists: Readonly<Record<string, ListCut>>;
}

/** How cases compare with what they ought to be like. */
export interface Compliance {
  readonly referenceModel?: ToldReference;
  readonly rules?: readonly ToldRule[];
}

/** Compares the cases with the reference model and the rules of the request, and stores tables of those that deviate. */
export async function checkCompliance(
  ctx: PhaseContext<ComplianceParameters & LanguageParameter>,
  log: EventLog,
  known: { readonly variants: Variants; readonly caseSeconds: Float64Array },
  run: RunOptions,
): Promise<{ readonly compliance: Compliance; readonly recommendations: readonly Recommendation[] }> {
  const { referenceModel, rules } = ctx.parameters;
  const compared = referenceModel === undefined ? null : await compare(ctx, referenceModel, log, known, run);
  const judged = rules === undefined ? null : await judge(ctx, log, known.caseSeconds, run);
  await keepDeviating(ctx, [...(compared === null ? [] : [compared.deviating]), ...(judged?.deviating ?? [])]);
  return {
    compliance: {
      ...(compared === null ? {} : { referenceModel: compared.presented }),
      ...(judged === null ? {} : { rules: judged.presented }),
    },
    recommendations: judged?.recommendations ?? [],
  };
}

async function compare(
  ctx: PhaseContext<ComplianceParameters & LanguageParameter>,
  parameter: ReferenceModelParameter,
  log: EventLog,
  { variants, caseSeconds }: { readonly variants: Variants; readonly caseSeconds: Float64Array },
  run: RunOptions,
): Promise<{ readonly presented: ToldReference; readonly deviating: Deviating }> {
  const model = await openModel(ctx, parameter);
  const { petriNet, format, source } = model;
  const path = join(ctx.scratchDir, REFERENCE_FILE);
  await writeFile(path, JSON.stringify(model));
  await ctx.keepFile(REFERENCE_FILE, path);
  const check = await checkReference(petriNet, log, variants, caseSeconds, run);
  if (check === null)
    throw new PhaseError(
      "reference_model_unsound",
      "the reference model can't come to its end with one token left; join branches that run at once before the end event",
    );
  if (check.activitiesNotInModel.length === log.activities.length)
    throw new PhaseError(
      "reference_model_unrelated",
      `the reference model and the log have no activity in common; the model has ${check.activitiesNotInLog
        .slice(0, 10)
        .map((name) => `"${name}"`)
        .join(", ")}`,
    );
  await ctx.artifact(
    {
      name: "Deviations from the Reference Model",
      fileName: "reference-deviations.csv",
      type: "Dataset",
      format: "CSV",
      mediaType: "text/csv; charset=utf-8",
      description: "Every case that deviates: how many steps are too many or missing, and which",
    },
    deviationsCsv(log, check),
  );
  const { deviations, deviatingCases, alignmentFitness, ...figures } = check;
  const presented = deviations.map(({ meanSec, otherMeanSec, ...deviation }): ToldDeviation => ({
    ...deviation,
    share: rounded(deviation.cases / check.cases),
    ...(meanSec === undefined ? {} : { meanSec: rounded(meanSec) }),
    ...(otherMeanSec === undefined ? {} : { otherMeanSec: rounded(otherMeanSec) }),
  }));
  const { items, cut } = cutList(presented, MOST_DEVIATIONS, "cases, most first");
  return {
    presented: {
      ...figures,
      ...source,
      format,
      ...(alignmentFitness === undefined ? {} : { alignmentFitness: rounded(alignmentFitness) }),
      deviations: items,
      lists: { deviations: cut },
    },
    deviating: { question: { name: "referenceModel", about: source.name }, caseIds: idsOf(log, deviatingCases) },
  };
}

interface ReferenceModel {
  readonly source: ModelSource;
  readonly petriNet: PetriNet;
  readonly format: string;
}

async function openModel(
  ctx: PhaseContext<ComplianceParameters & LanguageParameter>,
  { name, text, datasetId, operationId = "" }: ReferenceModelParameter,
): Promise<ReferenceModel> {
  if (ctx.hasFile(REFERENCE_FILE)) {
    const kept = JSON.parse(await readFile(await ctx.openFile(REFERENCE_FILE), "utf8")) as Partial<ReferenceModel> &
      Omit<ReferenceModel, "source">;
    // Models of earlier releases don't name their source.
    return { ...kept, source: kept.source ?? { name: name ?? (operationId || "reference model") } };
  }
  if (text !== undefined)
    return { ...(await readable("text", readModel(text))), source: { name: name ?? "reference model" } };
  if (datasetId !== undefined) {
    const file = await ctx.openDatasetFile(datasetId);
    const source = { name: name ?? file.name, datasetId: file.datasetId, datasetVersion: file.version };
    return { ...(await readable("datasetId", readModelFile(file.path))), source };
  }
  const source = ctx.dependencies.find((one) => one.operationId === operationId);
  if (source?.files[MODEL_FILE] === undefined)
    throw new PhaseError(
      "reference_model_missing",
      `${operationId} has no discovered model; name an analysis that has`,
    );
  const path = await ctx.openDependencyFile(operationId, MODEL_FILE);
  const { petriNet } = JSON.parse(await readFile(path, "utf8")) as { petriNet: PetriNet };
  return { petriNet, format: "Petri net", source: { name: name ?? source.operationName, operationId } };
}

/** A model, or why the phase can't go on with what the parameter gives. */
async function readable(parameter: keyof ReferenceModelParameter, reading: Promise<ReadModel>): Promise<ReadModel> {
  try {
    return await reading;
  } catch (err) {
    if (!(err instanceof DomainError)) throw err;
    const message = `parameters/referenceModel/${parameter} can't be read: ${err.message}`;
    throw new PhaseError("reference_model_unreadable", message);
  }
}

async function judge(
  ctx: PhaseContext<ComplianceParameters & LanguageParameter>,
  log: EventLog,
  caseSeconds: Float64Array,
  run: RunOptions,
): Promise<{
  readonly presented: readonly ToldRule[];
  readonly recommendations: readonly Recommendation[];
  readonly deviating: readonly Deviating[];
}> {
  const wanted = ctx.parameters.rules ?? [];
  const results = await checkRules(log, wanted.map(toRule), run);
  const texts = textsIn(languageOf(ctx.parameters));
  const named = results.map((result, at) => {
    const given = wanted[at]?.name;
    return {
      ...result,
      name: given ?? ruleText(result.rule, texts),
      ...(given === undefined ? { unnamed: result.rule } : {}),
    };
  });
  await ctx.artifact(
    {
      name: "Rule Violations",
      fileName: "rule-violations.csv",
      type: "Dataset",
      format: "CSV",
      mediaType: "text/csv; charset=utf-8",
      description: "Every case that breaks a rule, and how often",
    },
    csvText(
      ["rule", "case", "violations"],
      named.flatMap(({ name, breaks }) =>
        breaks.map(({ owner, violations }) => [name, log.caseIds[owner] ?? "", violations]),
      ),
    ),
  );
  const presented = named.map(({ name, unnamed, rule, breaks, activeCases, violations }) => {
    const examples = breaks.map((one) => ({ case: log.caseIds[one.owner] ?? "", violations: one.violations }));
    return {
      rule: name,
      ...(unnamed === undefined ? {} : { unnamed }),
      type: rule.type,
      activities: [rule.activity, ...(rule.other === undefined ? [] : [rule.other])],
      cases: log.caseCount,
      activeCases,
      violatingCases: breaks.length,
      share: rounded(breaks.length / log.caseCount),
      violations,
      ...withCuts({ examples: cutList(examples, MOST_EXAMPLES, "their place in the log") }),
    } as unknown as ToldRule;
  });
  const found = named.flatMap((one) => recommendKeeping(log, one, caseSeconds) ?? []);
  const deviating = named.map(({ name, breaks }) => ({
    question: { name: "rule", about: name } as const,
    caseIds: idsOf(log, breaks),
  }));
  return { presented, recommendations: found.map((finding) => presentFinding(finding, texts)), deviating };
}

const idsOf = (log: EventLog, cases: readonly { readonly owner: number }[]): ReadonlySet<string> =>
  new Set(cases.map(({ owner }) => log.caseIds[owner] ?? ""));

function deviationsCsv(log: EventLog, { deviatingCases }: ReferenceCheck): string {
  return csvText(
    ["case", "deviations", "known to be the fewest", "not allowed", "skipped"],
    deviatingCases.map(({ owner, cost, isOptimal, notAllowed, skipped }) => [
      log.caseIds[owner] ?? "",
      cost,
      isOptimal ? "yes" : "no",
      notAllowed.join("; "),
      skipped.join("; "),
    ]),
  );
}

const rounded = (value: number): number => Number(value.toFixed(DECIMALS));
