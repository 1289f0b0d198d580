import { AUDIT_OUTCOMES, type AuditOutcome } from "@longhaul/domain";
import Joi from "joi";
import { count, time, words } from "../answer-parts.ts";
import { endOfPeriod, queryMoment } from "../request-parts.ts";

/** Query of GET …/async/audit, defaults filled in. */
export interface AuditQuery {
  readonly scope: "project" | "tenant";
  readonly action?: string;
  readonly subject?: string;
  readonly outcome?: AuditOutcome;
  readonly since?: string;
  readonly until?: string;
  readonly order: "newest" | "chain";
  readonly cursor?: number;
  readonly pageSize: number;
}

export const auditQuerySchema = Joi.object<AuditQuery>({
  scope: Joi.string()
    .valid("project", "tenant")
    .default("project")
    .description("`tenant` is for who covers all of its projects: only that has the whole chain"),
  action: Joi.string().max(100).description("the endpoint's `operationId` in the document, such as `startOperation`"),
  subject: Joi.string().max(500),
  outcome: Joi.string().valid(...AUDIT_OUTCOMES),
  since: queryMoment,
  until: endOfPeriod(queryMoment, "since"),
  order: Joi.string()
    .valid("newest", "chain")
    .default("newest")
    .description("`chain` begins with the first that is kept: for exports and for verifying"),
  cursor: Joi.number().integer().min(0).description("`nextCursor` of the page before"),
  pageSize: Joi.number().integer().min(1).default(100).description("at most 1,000"),
});

/** A call that may have changed something. */
const auditEntrySchema = Joi.object({
  seq: count.required().description("counts the tenant's entries, without gaps, from 1"),
  time: time.required(),
  hash: words
    .required()
    .description(
      "SHA-256, in hex, of: the hash before (nothing for the first), `seq`, `time`, and the JSON of `call` with its keys in order, each behind a line feed but the first",
    ),
  call: Joi.object({
    projectId: words.required(),
    action: words.required(),
    subject: words.required(),
    target: Joi.object().pattern(Joi.string(), Joi.string().allow("")).required(),
    fields: Joi.array().items(Joi.string().allow("")).required(),
    changes: Joi.array()
      .items(Joi.object({ field: words.required(), from: Joi.string(), to: Joi.string() }))
      .description(
        "what the call changed, made or deleted: each field that is different, before and after, as JSON of at most 300 characters, without secrets",
      ),
    requestId: words.required(),
    address: Joi.string().allow("").required(),
    outcome: Joi.string()
      .valid(...AUDIT_OUTCOMES)
      .required()
      .description("refused is 4xx, failed 5xx; unknown: its client left, or a crash cut it off"),
    status: Joi.number().integer(),
    location: words,
    isReplay: Joi.boolean(),
  }).required(),
});

export const auditSchema = Joi.object({
  entries: Joi.array().items(auditEntrySchema).required(),
  chain: Joi.object({
    lastSeq: count.required(),
    lastHash: Joi.string().allow("").required(),
    baseSeq: count.required(),
    baseHash: Joi.string().allow("").required(),
  })
    .required()
    .description("its last entry, and the last that retention has deleted: the first that is kept follows that"),
  hasNextPage: Joi.boolean().required(),
  nextCursor: count,
});
