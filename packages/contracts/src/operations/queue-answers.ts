import { PRIORITIES } from "@longhaul/domain";
import Joi from "joi";
import { count, percentage, priority, time, words } from "../answer-parts.ts";

const WAITING_REASONS = ["Dependencies", "Queue", "Capacity", "NoWorker", "Quota", "NextAttempt", "Lease"] as const;

/** Why an operation doesn't run. */
export interface WaitingFor {
  readonly reason: (typeof WAITING_REASONS)[number];
  readonly detail: string;
  readonly position?: number;
  readonly isAtLeast?: boolean;
  readonly expectedStart?: string;
}

const place = {
  position: count.min(1).description("in the queue of all tenants; 1 is the next"),
  isAtLeast: Joi.valid(true).description("more may come before it than are counted"),
  expectedStart: time.description(
    "by the estimates of what runs and what comes before it; absent where it can't be told",
  ),
};

export const waitingForSchema = Joi.object<WaitingFor>({
  reason: Joi.string()
    .valid(...WAITING_REASONS)
    .required()
    .description(
      "Dependencies: others of its batch have not completed; Queue: others come before it, or a worker is about to take it; Capacity: no worker has room for it; NoWorker: none is there; Quota: its tenant or project runs as much as it may; NextAttempt: the pause before an automatic attempt; Lease: its worker was lost",
    ),
  detail: words.required(),
  ...place,
}).description("what it waits for, as of this answer; absent when it runs or has ended. The ETag doesn't follow it");

const share = Joi.object({ total: Joi.number().min(0).required(), used: Joi.number().min(0).required() });

/** Answer of GET …/async/queue. */
export const queueSchema = Joi.object({
  waiting: Joi.object({
    total: count.required(),
    isAtLeast: Joi.valid(true).description("more wait; figures are of the oldest 10,000"),
    ready: count.required().description("those that wait for a worker"),
    blocked: count.required().description("those that wait for others of their batch"),
    byPriority: Joi.object(Object.fromEntries(PRIORITIES.map((name) => [name, count.required()]))).required(),
    oldestSince: time,
    oldestWait: words,
    averageWait: words.description("of those that wait, so far"),
  })
    .required()
    .description("operations of this project"),
  workers: Joi.array()
    .items(
      Joi.object({
        name: words.required(),
        status: Joi.string().valid("Active", "Draining").required(),
        operations: count.required().description("how many it runs, of all tenants"),
        cpuUnits: share.required(),
        memoryGB: share.required(),
        load: percentage
          .required()
          .description("percent of its CPU units or its memory that is taken, whichever is more"),
        lastSeen: time.required(),
      }),
    )
    .required()
    .description("those that were heard of in the last 20 seconds"),
  operations: Joi.array()
    .items(
      Joi.object({
        operationId: Joi.string().required(),
        operationType: words.required(),
        operationName: words.required(),
        priority: priority.required(),
        ...place,
        dateCreated: time.required(),
      }),
    )
    .required()
    .description("operations of this project that wait for a worker: of the oldest fifty, the next first"),
});
