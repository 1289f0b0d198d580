import Joi from "joi";
import { count, time } from "../answer-parts.ts";

/** Query of GET …/operation/{operationId}/cases after validation. */
export interface CasesQuery {
  readonly search?: string;
  readonly activity?: string;
  readonly variant?: number;
  readonly minSec?: number;
  readonly maxSec?: number;
  readonly limit: number;
  readonly cursor?: string;
}

export const casesQuerySchema = Joi.object<CasesQuery>({
  search: Joi.string().max(200).description("text that the case's id holds, in any case"),
  activity: Joi.string().max(1000).description("an activity that occurs in the case, as the log calls it"),
  variant: Joi.number().integer().min(1).description("its rank among the analysis' variants, from 1"),
  minSec: Joi.number().min(0).description("least seconds from the case's start to its end"),
  maxSec: Joi.number().min(0).description("most seconds from the case's start to its end"),
  limit: Joi.number()
    .integer()
    .min(1)
    .default(50)
    .description("cases a page, at most 1,000; a page of many events, or of few matches, ends earlier"),
  cursor: Joi.string().max(100).description("from `nextCursor` of the page before"),
});

const seconds = Joi.number().min(0);

/** Answer of GET …/cases. */
export const casesSchema = Joi.object({
  operationId: Joi.string().required(),
  total: count.required().description("cases that the analysis is about"),
  kept: count.required().description("how many of them can be listed: the first to start, of a million events at most"),
  cases: Joi.array()
    .items(
      Joi.object({
        caseId: Joi.string().allow("").required(),
        variant: count.min(1).required().description("rank of its variant, the most frequent first"),
        start: time,
        end: time,
        durationSec: seconds.description("from its start to its end; absent, as all times, in a log without times"),
        workingSec: seconds.description("the same in working time, where the analysis has a calendar"),
        eventCount: count.min(1).required(),
        events: Joi.array()
          .items(
            Joi.object({
              activity: Joi.string().allow("").required(),
              start: time.description("where the log knows it"),
              end: time,
              resource: Joi.string().allow(""),
            }),
          )
          .required()
          .description("in their order, at most the first 1,000"),
      }),
    )
    .required()
    .description("in the order of their starts"),
  hasNextPage: Joi.boolean().required(),
  nextCursor: Joi.string(),
});
