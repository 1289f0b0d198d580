import { guid } from "@longhaul/contracts";
import Joi from "joi";

/** Those of the engine, which the API doesn't load. */
export const UNARY_RULE_NAMES = ["existence", "absence", "exactly", "atMostTimes", "init", "end"] as const;
export const BINARY_RULE_NAMES = [
  "choice",
  "exclusiveChoice",
  "respondedExistence",
  "coExistence",
  "notCoExistence",
  "response",
  "precedence",
  "succession",
  "notSuccession",
  "alternateResponse",
  "alternatePrecedence",
  "alternateSuccession",
  "chainResponse",
  "chainPrecedence",
  "chainSuccession",
  "notChainSuccession",
  "fourEyes",
] as const;
/** Plain words for templates of Declare. */
export const RULE_ALIASES = {
  eventuallyFollows: "response",
  directlyFollows: "chainResponse",
  within: "response",
  neverTogether: "notCoExistence",
} as const;

type RuleAlias = keyof typeof RULE_ALIASES;
type RuleName = (typeof UNARY_RULE_NAMES)[number] | (typeof BINARY_RULE_NAMES)[number];

/** A rule of a request. */
export interface RuleParameter {
  /** The rule's name in results; by default its description. */
  readonly name?: string;
  readonly type: RuleName | RuleAlias;
  readonly activity: string;
  readonly other?: string;
  readonly times?: number;
  readonly withinSec?: number;
}

/** A model to compare the cases with: its text, a dataset that is one, or the one that another analysis discovered. */
export interface ReferenceModelParameter {
  readonly name?: string;
  readonly text?: string;
  readonly datasetId?: string;
  readonly operationId?: string;
}

/** The parameters that say what cases ought to be like. */
export interface ComplianceParameters {
  readonly referenceModel?: ReferenceModelParameter;
  readonly rules?: readonly RuleParameter[];
}

/** Their names, for `dependsOnParameters`. */
export const COMPLIANCE_PARAMETERS = [
  "referenceModel",
  "rules",
] as const satisfies readonly (keyof ComplianceParameters)[];

const MOST_MODEL_CHARACTERS = 256 * 1024;

const ALIAS_NAMES = Object.keys(RULE_ALIASES) as RuleAlias[];
const COUNTED = ["existence", "exactly", "atMostTimes"] as const;
const ORDERED = [
  "response",
  "precedence",
  "succession",
  "alternateResponse",
  "alternatePrecedence",
  "alternateSuccession",
  "chainResponse",
  "chainPrecedence",
  "chainSuccession",
  "eventuallyFollows",
  "directlyFollows",
] as const;

const activity = Joi.string().min(1).max(1000);
/** A key of rules of some types, which others must not have; some must have it. */
function onlyFor(schema: Joi.Schema, may: readonly string[], must: readonly string[] = []): Joi.Schema {
  const allowed = schema.when("type", { is: Joi.valid(...may, ...must).required(), otherwise: Joi.forbidden() });
  if (must.length === 0) return allowed;
  // oxlint-disable-next-line unicorn/no-thenable -- Joi's word for the branch
  return schema.when("type", { is: Joi.valid(...must).required(), then: Joi.required(), otherwise: allowed });
}

const rule = Joi.object({
  name: Joi.string().trim().min(1).max(200).description("what it is called where breaks are told"),
  type: Joi.string()
    .valid(...UNARY_RULE_NAMES, ...BINARY_RULE_NAMES, ...ALIAS_NAMES)
    .required()
    .description(
      "a template of Declare, `atMostTimes`, `fourEyes` (never by the same resource), or in plain words eventuallyFollows (response), directlyFollows (chainResponse), within (response in time), neverTogether (notCoExistence)",
    ),
  activity: activity.required(),
  other: onlyFor(activity, [], [...BINARY_RULE_NAMES, ...ALIAS_NAMES]).description("the second activity"),
  times: onlyFor(Joi.number().integer().min(1).max(1_000_000), COUNTED).description("how many times (1)"),
  withinSec: onlyFor(Joi.number().positive(), ORDERED, ["within"]).description(
    "longest time from the completion of the first to that of the second",
  ),
});

const modelText = Joi.string()
  .max(MOST_MODEL_CHARACTERS)
  .custom((text: string, helpers) => {
    if (/<!DOCTYPE/i.test(text)) return helpers.error("model.doctype");
    return /^[\uFEFF\s]*</.test(text) ? text : helpers.error("model.xml");
  })
  .messages({
    "model.doctype": "{{#label}} must have no document type (<!DOCTYPE …>); remove it",
    "model.xml": "{{#label}} must be the XML of a BPMN 2.0 or PNML document",
  });

/** The keys of a type's parameters. */
export const complianceKeys = {
  referenceModel: Joi.object({
    name: Joi.string().trim().min(1).max(200).description("what it is called in results and reports"),
    text: modelText.description("a BPMN 2.0 or PNML document"),
    datasetId: guid.description("a dataset that is a model, as answered by its upload"),
    operationId: Joi.string().max(100).description("an analysis of the project, whose discovered model is taken"),
  })
    .xor("text", "datasetId", "operationId")
    .description("a model that the cases are compared with"),
  rules: Joi.array().items(rule).min(1).max(50).description("rules that every case has to keep"),
};
