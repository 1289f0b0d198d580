import { LOG_LEVELS, type LogLevel } from "@longhaul/domain";
import Joi from "joi";
import { count, words } from "../answer-parts.ts";
import { endOfPeriod, queryMoment } from "../request-parts.ts";

/** Query of GET …/operation/{operationId}/logs after validation. */
export interface LogsQuery extends LogStreamQuery {
  readonly since?: string;
  readonly until?: string;
  readonly search?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Query of GET …/operation/{operationId}/logs/stream after validation. */
export interface LogStreamQuery {
  readonly level: LogLevel;
  readonly phase?: string;
}

const streamKeys = {
  level: Joi.string()
    .valid(...LOG_LEVELS)
    .insensitive()
    .default("debug")
    .description("the lowest level to list"),
  phase: Joi.string().max(200).description("only what this phase logged; in any case"),
};

export const logStreamQuerySchema = Joi.object<LogStreamQuery>(streamKeys);

export const logsQuerySchema = Joi.object<LogsQuery>({
  ...streamKeys,
  since: queryMoment,
  until: endOfPeriod(queryMoment, "since"),
  search: Joi.string().max(200).description("text that the message or the fields hold, in any case"),
  limit: Joi.number()
    .integer()
    .min(1)
    .default(100)
    .description("entries a page, at most 1,000; a long page ends earlier"),
  cursor: Joi.string().max(100).description("from `nextCursor` of the page before"),
});

/** An entry as `…/logs` lists it and `…/logs/stream` sends it. */
export const logEntrySchema = Joi.object({
  time: Joi.string()
    .pattern(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
    .required()
    .description("to the millisecond, by the worker's clock"),
  level: Joi.string()
    .valid(...LOG_LEVELS)
    .required(),
  phase: words.description("absent when the worker logs about the whole operation"),
  attempt: count.min(1).required(),
  message: Joi.string().allow("").required(),
  fields: Joi.object().unknown(true).description("figures of the message"),
  stack: words.description("of an error, with its causes: for administrators only"),
});

/** Answer of GET …/logs. */
export const logsSchema = Joi.object({
  operationId: Joi.string().required(),
  counts: Joi.object(Object.fromEntries(LOG_LEVELS.map((level) => [level, count.required()])))
    .required()
    .description("kept entries by level, whatever the query"),
  dropped: count
    .required()
    .description("entries that were logged beyond what is kept: 10,000 or 5 MB, less of lower levels"),
  entries: Joi.array().items(logEntrySchema).required().description("in the order in which they were logged"),
  hasNextPage: Joi.boolean().required(),
  nextCursor: Joi.string().description("the last page has one too, for entries that are logged later"),
});
