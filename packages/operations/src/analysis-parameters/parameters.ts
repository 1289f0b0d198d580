import { guid } from "@longhaul/contracts";
import type { Language } from "@longhaul/domain";
import Joi from "joi";
import { complianceKeys, type ComplianceParameters } from "./compliance-parameters.ts";
import { filterKeys, type FilterParameters } from "../filters/filters-parameter.ts";
import { brandingSchema, type BrandingParameter } from "../branding/branding.ts";
import { languageSchema } from "../basics/language-parameter.ts";
import { calendarSchema, type CalendarParameter } from "./calendar-parameter.ts";
import { predictionTargetsSchema, type PredictionTargets } from "./prediction-parameter.ts";

export const ANALYSIS_TYPES = ["comprehensive", "discovery", "performance", "prediction"] as const;
export const OPTIMIZATIONS = ["high_accuracy", "balanced", "high_throughput"] as const;
/** Those of the engine, which the API doesn't load. */
export const ALGORITHMS = [
  "alpha_miner",
  "alpha_miner_enhanced",
  "heuristics_miner",
  "inductive_miner",
  "inductive_miner_infrequent",
] as const;
export const LIFECYCLE_VIEWS = ["merged", "recorded"] as const;
/** What may be known of activities; see `ActivityRoles` of the engine. */
export const ACTIVITY_ROLES = ["monitoring", "decision", "externalWait", "end"] as const;
export const EXPORT_FORMATS = ["PDF", "CSV", "JSON", "SVG"] as const;

/** Parameters of ProcessMiningAnalysis after validation: defaults are filled in. */
export interface AnalysisParameters extends FilterParameters, ComplianceParameters {
  readonly datasetId?: string;
  /** Filters on top of its own: those of a report that is about it. No request gives them. */
  readonly furtherFilters?: FilterParameters;
  readonly analysisType: (typeof ANALYSIS_TYPES)[number];
  /** How the process model is discovered; `alpha_miner_enhanced` is alpha+. */
  readonly algorithm: (typeof ALGORITHMS)[number];
  /** How rare behaviour must be, 0 to 1, to be left out of the model; the algorithm's own default when absent. */
  readonly noiseThreshold?: number;
  /** Thresholds of `heuristics_miner`, 0 to 1; the others don't read them. Its own defaults when absent. */
  readonly heuristicsSettings?: {
    readonly dependencyThreshold?: number;
    readonly andThreshold?: number;
    readonly loopLengthTwoThreshold?: number;
  };
  /** Whether the events that record start and completion of a step are one step (`mergeLifecycle`) or one each. */
  readonly lifecycle: (typeof LIFECYCLE_VIEWS)[number];
  /** When work is done; without it all time counts. */
  readonly workingCalendar?: CalendarParameter;
  /** Names of activities by what they are, so that recommendations heed it. */
  readonly activityRoles: { readonly [Role in (typeof ACTIVITY_ROLES)[number]]?: readonly string[] };
  readonly predictionTargets?: PredictionTargets;
  readonly algorithmSettings: {
    readonly useAdvancedML: boolean;
    readonly enableAnomalyDetection: boolean;
    readonly performanceOptimization: (typeof OPTIMIZATIONS)[number];
  };
  readonly outputOptions: {
    readonly generateReports: boolean;
    readonly createVisualizations: boolean;
    readonly exportFormats: readonly (typeof EXPORT_FORMATS)[number][];
  };
  readonly enableVariantAnalysis: boolean;
  readonly enableBottleneckDetection: boolean;
  readonly generateOptimizationRecommendations: boolean;
  readonly generateInsights: boolean;
  readonly enableML: boolean;
  /** Language of the report, the pictures and the sentences of results; absent in operations that were made before there was a choice. */
  readonly language?: Language;
  /** Whose report the PDF is; what isn't said here, the deployment may say for all reports. */
  readonly branding?: BrandingParameter;
}

const share = Joi.number().min(0).max(1);
const activityNames = Joi.array().items(Joi.string().min(1).max(1000)).min(1).max(1000).unique();

/** What a request may say; every unknown value is refused with the list of the known. */
export const analysisParametersSchema = Joi.object({
  datasetId: guid.description("the dataset to analyse, as answered by its upload"),
  analysisType: Joi.string()
    .valid(...ANALYSIS_TYPES)
    .default("comprehensive"),
  algorithm: Joi.string()
    .valid(...ALGORITHMS)
    .default("inductive_miner_infrequent"),
  noiseThreshold: Joi.number()
    .min(0)
    .max(1)
    .description("share below which behaviour is left out by inductive_miner_infrequent and heuristics_miner"),
  heuristicsSettings: Joi.object({
    dependencyThreshold: share.description("least dependency of an edge (0.5)"),
    andThreshold: share.description("from which on two branches count as parallel (0.65)"),
    loopLengthTwoThreshold: share.description("least dependency of a loop of length two (0.5)"),
  }).description("thresholds of heuristics_miner"),
  ...filterKeys,
  ...complianceKeys,
  lifecycle: Joi.string()
    .valid(...LIFECYCLE_VIEWS)
    .default("merged")
    .description(
      "merged: the events that record start and completion of a step are one step with its service time (default); recorded: each event counts for itself",
    ),
  workingCalendar: calendarSchema,
  activityRoles: Joi.object({
    monitoring: activityNames.description("done again and again on purpose: their repetition is no rework"),
    decision: activityNames.description("a choice that somebody has to make: no candidates for automation"),
    externalWait: activityNames.description("the wait before them isn't the organisation's: a term, a customer"),
    end: activityNames.description("end the work on a case: nobody waits for what follows"),
  })
    .default({})
    .description("what is known of activities, by their names, so that recommendations heed it"),
  predictionTargets: predictionTargetsSchema,
  algorithmSettings: Joi.object({
    useAdvancedML: Joi.boolean().default(true),
    enableAnomalyDetection: Joi.boolean().default(true),
    performanceOptimization: Joi.string()
      .valid(...OPTIMIZATIONS)
      .default("balanced"),
  }).default(),
  outputOptions: Joi.object({
    generateReports: Joi.boolean().default(true),
    createVisualizations: Joi.boolean().default(true),
    exportFormats: Joi.array()
      .items(Joi.string().valid(...EXPORT_FORMATS))
      .max(EXPORT_FORMATS.length)
      .unique()
      .min(1)
      .default(["CSV", "JSON", "SVG"]),
  }).default(),
  enableVariantAnalysis: Joi.boolean().default(true),
  enableBottleneckDetection: Joi.boolean().default(true),
  generateOptimizationRecommendations: Joi.boolean().default(true),
  generateInsights: Joi.boolean().default(true),
  enableML: Joi.boolean().default(true),
  language: languageSchema,
  branding: brandingSchema,
});
