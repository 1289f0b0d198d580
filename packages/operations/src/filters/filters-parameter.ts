import { endOfPeriod, moment } from "@longhaul/contracts";
import Joi from "joi";

export const WINDOW_CASES = ["started", "intersecting", "contained"] as const;
export const ATTRIBUTE_OF = ["anyEvent", "everyEvent", "firstEvent"] as const;

/** Dates (the whole day, UTC) or times (UTC unless they say otherwise). Cases are in or out whole. */
export interface TimeWindowParameter {
  readonly startDate?: string;
  readonly endDate?: string;
  /** Which cases belong to the period: those that start in it, have an event in it, or lie in it from start to end. Default started. */
  readonly cases?: (typeof WINDOW_CASES)[number];
}

type AttributeValue = string | number | boolean | null;

/** The `filters` of a request; see `LogFilters` of the engine, which the API doesn't load. */
export interface FiltersParameter {
  readonly timeWindow?: TimeWindowParameter;
  readonly attributes?: readonly {
    readonly column: string;
    readonly of?: (typeof ATTRIBUTE_OF)[number];
    readonly values?: readonly AttributeValue[];
    readonly except?: readonly AttributeValue[];
    /** A number, or a date or time; both bounds inclusive. */
    readonly min?: number | string;
    readonly max?: number | string;
  }[];
  readonly caseLength?: { readonly min?: number; readonly max?: number };
  readonly durations?: { readonly minSec?: number; readonly maxSec?: number };
  readonly activities?: {
    readonly anyOf?: readonly string[];
    readonly allOf?: readonly string[];
    readonly noneOf?: readonly string[];
    readonly keepEvents?: readonly string[];
    readonly dropEvents?: readonly string[];
  };
  readonly startActivities?: readonly string[];
  readonly endActivities?: readonly string[];
  readonly transitions?: readonly {
    readonly from: string;
    readonly to: string;
    readonly directly?: boolean;
    readonly minSec?: number;
    readonly maxSec?: number;
    readonly occurs?: "some" | "none";
  }[];
  readonly variants?: {
    readonly mostFrequent?: number;
    readonly coverShare?: number;
    readonly minCases?: number;
    readonly paths?: readonly (readonly string[])[];
    readonly exceptPaths?: readonly (readonly string[])[];
  };
}

/** The parameters that choose the part of a log that an operation is about, the same on every type. */
export interface FilterParameters {
  /** The document's own place for `filters.timeWindow`. */
  readonly timeWindow?: TimeWindowParameter;
  readonly filters?: FiltersParameter;
}

/** Their names, for `dependsOnParameters`. */
export const FILTER_PARAMETERS = ["timeWindow", "filters"] as const satisfies readonly (keyof FilterParameters)[];

const timeWindow = Joi.object({
  startDate: moment,
  endDate: endOfPeriod(moment, "startDate"),
  cases: Joi.string()
    .valid(...WINDOW_CASES)
    .description("which cases belong to the period: those that start in it (default), have an event in it, lie in it"),
}).or("startDate", "endDate");

/** A bound that must not lie below the one beside it under `lower`. */
const upper = (schema: Joi.NumberSchema, lower: string): Joi.NumberSchema =>
  schema
    .custom((most: number, helpers) => {
      const [siblings] = helpers.state.ancestors as readonly Record<string, unknown>[];
      const least = new Map(Object.entries(siblings ?? {})).get(lower);
      return typeof least === "number" && least > most ? helpers.error("bounds.order", { lower }) : most;
    })
    .messages({ "bounds.order": "{{#label}} must not lie below {{#lower}}" });

const name = Joi.string().min(1).max(1000);
// What a request may list is bounded together: see the test of bounded requests.
const names = Joi.array().items(name).min(1).max(200).unique();
const seconds = Joi.number().min(0);
const value = Joi.alternatives(Joi.string().allow("").max(1000), Joi.number(), Joi.boolean(), Joi.valid(null));
const values = Joi.array().items(value).min(1).max(80).unique();
const bound = Joi.alternatives(Joi.number(), moment);
const path = Joi.array().items(name).min(1).max(100);
const paths = Joi.array().items(path).min(1).max(5);

/** Times can be bound by times only, numbers by numbers. */
const upperBound = bound
  .custom((most: unknown, helpers) => {
    const [siblings] = helpers.state.ancestors as readonly Record<string, unknown>[];
    const least = new Map(Object.entries(siblings ?? {})).get("min");
    if (least === undefined) return most;
    if (typeof least === "number" && typeof most === "number")
      return least > most ? helpers.error("bounds.order") : most;
    if (typeof least !== "string" || typeof most !== "string") return helpers.error("bounds.kind");
    return Date.parse(least) > Date.parse(most) ? helpers.error("bounds.order") : most;
  })
  .messages({
    "bounds.kind": "{{#label}} must be of the kind of min: both numbers, or both dates or times",
    "bounds.order": "{{#label}} must not lie below min",
  });

const filters = Joi.object({
  timeWindow: timeWindow
    .custom((window: unknown, helpers) => {
      const [, parameters] = helpers.state.ancestors as readonly Record<string, unknown>[];
      return parameters !== undefined && Object.hasOwn(parameters, "timeWindow")
        ? helpers.error("window.twice")
        : window;
    })
    .messages({ "window.twice": "{{#label}} is given twice: leave out this one or the parameter timeWindow" })
    .description("as the parameter timeWindow"),
  attributes: Joi.array()
    .items(
      Joi.object({
        column: name.required().description("a column of the dataset, by its name in `columns`"),
        of: Joi.string()
          .valid(...ATTRIBUTE_OF)
          .description("which events of a case must meet it: any (default), every, the first"),
        values: values.description("the values that are kept: texts as they stand, numbers by value, null = none"),
        except: values.description("the values that are not kept"),
        min: bound.description("least number, or earliest date or time"),
        max: upperBound.description("greatest number, or latest date or time, inclusive"),
      }).or("values", "except", "min", "max"),
    )
    .min(1)
    .max(8),
  caseLength: Joi.object({
    min: Joi.number().integer().min(1),
    max: upper(Joi.number().integer().min(1), "min"),
  })
    .or("min", "max")
    .description("events of a case"),
  durations: Joi.object({ minSec: seconds, maxSec: upper(seconds, "minSec") })
    .or("minSec", "maxSec")
    .description("seconds from a case's start to its end, inclusive"),
  activities: Joi.object({
    anyOf: names.description("cases that have one of them at least"),
    allOf: names.description("cases that have each of them"),
    noneOf: names.description("cases that have none of them"),
    keepEvents: names.description("of the cases that are left only events of these activities"),
    dropEvents: names.description("of the cases that are left no events of these activities"),
  }).min(1),
  startActivities: names.description("cases whose first activity is one of these"),
  endActivities: names.description("cases whose last activity is one of these"),
  transitions: Joi.array()
    .items(
      Joi.object({
        from: name.required(),
        to: name.required(),
        directly: Joi.boolean().description("whether nothing lies between (default); else the next one after it"),
        minSec: seconds.description("seconds from the completion of the one to that of the other, inclusive"),
        maxSec: upper(seconds, "minSec"),
        occurs: Joi.string().valid("some", "none").description("cases that have such a transition (default) or none"),
      }),
    )
    .min(1)
    .max(20),
  variants: Joi.object({
    mostFrequent: Joi.number().integer().min(1).description("so many of the most frequent"),
    coverShare: Joi.number().greater(0).max(1).description("the most frequent that cover this share of the cases"),
    minCases: Joi.number().integer().min(1).description("those of so many cases at least"),
    paths: paths.description("sequences of activities that are kept"),
    exceptPaths: paths.description("sequences of activities that are not"),
  }).min(1),
})
  .min(1)
  .description(
    "the part of the log that is looked at; all must hold, and they are applied in the order timeWindow, attributes, caseLength, durations, activities, startActivities, endActivities, transitions, variants, keepEvents and dropEvents",
  );

/** The keys of a type's parameters. */
export const filterKeys = { timeWindow, filters };
