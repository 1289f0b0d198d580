import { PRIORITIES, QUOTA_LEVELS, type Quota, type QuotaLevel } from "@longhaul/domain";
import Joi from "joi";
import { count, percentage, priority, time, words } from "../answer-parts.ts";

const WAITING_REASONS = ["Dependencies", "Queue", "Capacity", "NoWorker", "Quota", "NextAttempt", "Lease"] as const;

/** Why an operation doesn't run: a reason code, a sentence, and the facts in that sentence. */
export interface WaitingFor {
  readonly reason: (typeof WAITING_REASONS)[number];
  readonly detail: string;
  readonly position?: number;
  readonly isAtLeast?: boolean;
  readonly expectedStart?: string;
  readonly dependencies?: readonly { readonly name: string; readonly status: string }[];
  readonly openDependencies?: number;
  readonly quotas?: readonly {
    readonly quota: Quota;
    readonly level: QuotaLevel;
    readonly limit: number;
    readonly used: number;
  }[];
  readonly needs?: Room;
  readonly free?: Room;
  readonly attempt?: number;
  readonly nextAttempt?: string;
  readonly leaseEnded?: string;
}

/** CPU units and memory that an operation holds or needs. */
interface Room {
  readonly cpuUnits: number;
  readonly memoryGB: number;
}

const place = {
  position: count.min(1).description("in the queue of all tenants; 1 is the next"),
  isAtLeast: Joi.valid(true).description("more may come before it than are counted"),
  expectedStart: time.description("by the estimates of what runs and what comes before it; absent if it isn't known"),
};

const room = Joi.object({ cpuUnits: Joi.number().min(0).required(), memoryGB: Joi.number().min(0).required() });

export const waitingForSchema = Joi.object<WaitingFor>({
  reason: Joi.string()
    .valid(...WAITING_REASONS)
    .required()
    .description(
      "Dependencies: others of its batch have not completed; Queue: others come before it, or a worker is about to take it; Capacity: no worker has room for it; NoWorker: none is there; Quota: its tenant or project runs as much as it may; NextAttempt: the pause before an automatic attempt; Lease: its worker was lost",
    ),
  detail: words.required(),
  ...place,
  dependencies: Joi.array()
    .items(Joi.object({ name: words.required(), status: words.required() }))
    .description("Dependencies: those that have not completed, five at most"),
  openDependencies: count.description("Dependencies: how many have not completed"),
  quotas: Joi.array()
    .items(
      Joi.object({
        quota: Joi.string().valid("runningOperations", "cpuUnits").required(),
        level: Joi.string()
          .valid(...QUOTA_LEVELS)
          .required(),
        limit: count.required(),
        used: count.required(),
      }),
    )
    .description("Quota: those that are used up"),
  needs: room.description("Capacity: what it needs"),
  free: room.description("Capacity: what is free on the worker that comes nearest to that"),
  attempt: count.description("NextAttempt: the attempt that comes"),
  nextAttempt: time.description("NextAttempt: when it begins"),
  leaseEnded: time.description("Lease: when its worker's lease ended"),
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
        version: words,
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
