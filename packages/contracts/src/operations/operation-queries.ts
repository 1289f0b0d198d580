import { OPERATION_STATUSES, PRIORITIES, type OperationStatus, type Priority } from "@longhaul/domain";
import Joi from "joi";
import { endOfPeriod, queryMoment } from "../request-parts.ts";

/** Query of GET …/async/operations after validation. */
export interface ListQuery {
  readonly status?: readonly (OperationStatus | "Pending")[];
  readonly operationType?: readonly string[];
  readonly priority?: readonly Priority[];
  readonly dateFrom?: string;
  readonly dateTo?: string;
  readonly search?: string;
  readonly includeDetails: boolean;
  readonly page: number;
  readonly pageSize: number;
  readonly cursor?: string;
}

/** Comma-separated or repeated, case-insensitive, answered in the contract's spelling. */
function oneOrMore(values: readonly string[]): Joi.Schema {
  const description = `one or more, comma-separated or repeated, in any case: ${values.join(", ")}`;
  return Joi.any()
    .description(description)
    .custom((value: unknown, helpers) => {
      const items = (Array.isArray(value) ? value : [value]).flatMap((item) => String(item).split(","));
      const known = items.map((item) =>
        values.find((candidate) => candidate.toLowerCase() === item.trim().toLowerCase()),
      );
      return known.includes(undefined) ? helpers.error("any.only", { valids: [...values] }) : known;
    });
}

export function listQuerySchema(types: readonly string[]): Joi.ObjectSchema<ListQuery> {
  return Joi.object<ListQuery>({
    status: oneOrMore([...OPERATION_STATUSES, "Pending"]),
    operationType: oneOrMore(types),
    priority: oneOrMore(PRIORITIES),
    dateFrom: queryMoment,
    dateTo: endOfPeriod(queryMoment, "dateFrom"),
    search: Joi.string()
      .max(200)
      .pattern(/[\dA-Za-z\u0080-\uFFFF]/, "a letter or digit")
      .description(
        "words of its id, name, description, type, submitter, parameters, error or log, in any case; of the last one the beginning is enough. What is new is found within seconds",
      ),
    includeDetails: Joi.boolean().default(false),
    page: Joi.number().integer().min(1).default(1),
    pageSize: Joi.number().integer().min(1).default(20),
    cursor: Joi.string().max(500),
  });
}

/** Body, or query, of a cancellation. */
export interface CancelBody {
  readonly reason?: string;
  readonly preservePartialResults: boolean;
  readonly forceTermination: boolean;
  readonly notifyCallbacks: boolean;
}

export const cancelSchema = Joi.object<CancelBody>({
  reason: Joi.string().max(2000).allow(""),
  preservePartialResults: Joi.boolean().default(true),
  forceTermination: Joi.boolean().default(false),
  notifyCallbacks: Joi.boolean().default(true),
}).default();

export const RESULT_FORMATS = ["summary", "detailed", "download"] as const;

/** Query of GET …/results. */
export interface ResultsQuery {
  readonly format: (typeof RESULT_FORMATS)[number];
  readonly includeArtifacts: boolean;
  readonly phase?: string;
}

export const resultsQuerySchema = Joi.object<ResultsQuery>({
  format: Joi.string()
    .lowercase()
    .valid(...RESULT_FORMATS)
    .default("summary"),
  includeArtifacts: Joi.boolean().default(true),
  phase: Joi.string().max(200),
});
