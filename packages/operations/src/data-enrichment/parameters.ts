import { guid } from "@longhaul/contracts";
import Joi from "joi";
import { filterKeys, type FilterParameters } from "../filters/filters-parameter.ts";

/** Those of the engine, which the API doesn't load; in the order in which they are applied. */
export const CLEANING_RULE_NAMES = [
  "trim_whitespace",
  "normalise_case",
  "map_activities",
  "map_resources",
  "validate_activities",
  "fix_timestamps",
  "remove_duplicates",
  "fill_missing_resources",
  "drop_incomplete_cases",
] as const;
export const DERIVED_COLUMN_NAMES = [
  "case_duration",
  "hour",
  "weekday",
  "shift",
  "case_variant",
  "event_index",
] as const;
export const OUTPUT_FORMATS = ["processed_csv", "csv", "parquet", "xes", "jsonl"] as const;

export type CleaningRuleName = (typeof CLEANING_RULE_NAMES)[number];

/** A rule with its options. */
export type CleaningRuleObject =
  | { readonly rule: "map_activities" | "map_resources"; readonly mapping: Readonly<Record<string, string>> }
  /** Which of the misspellings that are proposed are merged: none (default), the safe ones, all, or those of these names. */
  | { readonly rule: "validate_activities"; readonly apply?: "none" | "safe" | "all" | readonly string[] }
  | { readonly rule: "fill_missing_resources"; readonly value?: string }
  | {
      readonly rule: "drop_incomplete_cases";
      readonly minEvents?: number;
      readonly startActivities?: readonly string[];
      readonly endActivities?: readonly string[];
    }
  | {
      readonly rule: Exclude<
        CleaningRuleName,
        "map_activities" | "map_resources" | "validate_activities" | "fill_missing_resources" | "drop_incomplete_cases"
      >;
    };

/** Parameters of DataEnrichment after validation: defaults are filled in. */
export interface EnrichmentParameters extends FilterParameters {
  readonly datasetId?: string;
  /** Names of rules, or objects with a name and options. Their order doesn't matter. */
  readonly cleaningRules: readonly (CleaningRuleName | CleaningRuleObject)[];
  readonly derivedColumns: readonly (typeof DERIVED_COLUMN_NAMES)[number][];
  /** Zone of hours, weekdays and shifts. */
  readonly timezone: string;
  readonly shifts?: readonly { readonly name: string; readonly fromHour: number }[];
  /** Columns of another dataset of the project, looked up by key. */
  readonly joinWith?: {
    readonly datasetId: string;
    /** Column of the dataset whose values are looked up. */
    readonly key: string;
    /** Column of the other dataset; default the same name. */
    readonly otherKey?: string;
    /** Default: all but its key. */
    readonly columns?: readonly string[];
    readonly prefix?: string;
  };
  readonly outputFormat: (typeof OUTPUT_FORMATS)[number];
  /** Name of the new dataset; default: that of the old one with what was done. */
  readonly outputName?: string;
}

const mapping = Joi.object().pattern(Joi.string().max(1000), Joi.string().min(1).max(1000)).min(1).max(1000);
const activities = Joi.array().items(Joi.string().max(1000)).min(1).max(100);
/** A key of rules that it means something to. */
const only = (schema: Joi.Schema, ...rules: readonly CleaningRuleName[]) =>
  schema.when("rule", { is: Joi.valid(...rules), otherwise: Joi.forbidden() });

const ruleObject = Joi.object({
  rule: Joi.string()
    .valid(...CLEANING_RULE_NAMES)
    .required(),
  mapping: only(mapping.required(), "map_activities", "map_resources"),
  apply: only(
    Joi.alternatives(
      Joi.string().valid("none", "safe", "all"),
      Joi.array().items(Joi.string().max(1000)).min(1).max(1000),
    ).description(
      "which proposed misspellings are merged: none (default, they are told only), safe (all evidence agrees), all, or the names listed",
    ),
    "validate_activities",
  ),
  value: only(Joi.string().trim().min(1).max(200), "fill_missing_resources"),
  minEvents: only(Joi.number().integer().min(1).max(1_000_000), "drop_incomplete_cases"),
  startActivities: only(activities, "drop_incomplete_cases"),
  endActivities: only(activities, "drop_incomplete_cases"),
});

/** Rules that need options. */
const NEED_MAPPING: readonly CleaningRuleName[] = ["map_activities", "map_resources"];

const ruleName = Joi.string()
  .valid(...CLEANING_RULE_NAMES.filter((name) => !NEED_MAPPING.includes(name)))
  .messages({
    "any.only": `{{#label}} must be one of {{#valids}}, or an object with the rule ${NEED_MAPPING.join(" or ")} and its mapping`,
  });

const nameOf = (rule: string | { rule: string }): string => (typeof rule === "string" ? rule : rule.rule);

const timezone = Joi.string()
  .max(100)
  .custom((zone: string, helpers) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
    } catch {
      return helpers.message({ custom: '{{#label}} must be a time zone such as "Europe/Paris" or "+02:00"' });
    }
  });

/** What a request may say; every unknown value is refused with the list of the known. */
export const enrichmentParametersSchema = Joi.object({
  datasetId: guid.description("the dataset to work on, as answered by its upload"),
  ...filterKeys,
  cleaningRules: Joi.array()
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's word for the branch
    .items(Joi.alternatives().conditional(Joi.object(), { then: ruleObject, otherwise: ruleName }))
    .max(CLEANING_RULE_NAMES.length)
    .unique((a: string | { rule: string }, b: string | { rule: string }) => nameOf(a) === nameOf(b))
    .default(["trim_whitespace", "fix_timestamps", "remove_duplicates"]),
  derivedColumns: Joi.array()
    .items(Joi.string().valid(...DERIVED_COLUMN_NAMES))
    .max(DERIVED_COLUMN_NAMES.length)
    .unique()
    .default([]),
  timezone: timezone.default("UTC"),
  shifts: Joi.array()
    .items(
      Joi.object({
        name: Joi.string().min(1).max(50).required(),
        fromHour: Joi.number().integer().min(0).max(23).required(),
      }),
    )
    .unique("fromHour")
    .min(1)
    .max(24),
  joinWith: Joi.object({
    datasetId: guid.required(),
    key: Joi.string().max(200).required(),
    otherKey: Joi.string().max(200),
    columns: Joi.array().items(Joi.string().max(200)).unique().min(1).max(200),
    prefix: Joi.string().max(50),
  }),
  outputFormat: Joi.string()
    .valid(...OUTPUT_FORMATS)
    .default("processed_csv"),
  outputName: Joi.string().trim().min(1).max(200),
});
