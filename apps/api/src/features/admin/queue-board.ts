import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { Router, type RequestHandler } from "express";
import { DomainError } from "@longhaul/domain";
import { toQueueError, type QueueName } from "@longhaul/queue";
import type { ApiContext } from "../../context/context.ts";
import { BOARD_POLICY, createBoardApp } from "./bull-board-page.ts";
import { deliveryQueue } from "./delivery-queue.ts";
import { LedgerQueue } from "./ledger-queue.ts";
import { notificationQueue } from "./notification-queue.ts";
import { operatorSession } from "./operator-session.ts";

const BASE = "/admin/queues";

/**
 * Bull Board under `/admin/queues`, for operators only: the queues as BullMQ holds them, batches as flows, and what
 * is delivered and who is told as the ledger holds it.
 *
 * It only reads: what operations do is the ledger's business, where the API's cancel and retry write; a job that somebody
 * moved here would be put right by the reconciler anyway.
 */
export function queueBoard(ctx: ApiContext): Router {
  const { adapter, app } = createBoardApp(BASE);
  createBullBoard({
    queues: [
      ...ctx.queues
        .bullBoardQueues()
        .map((queue) => new BullMQAdapter(queue as never, { readOnlyMode: true, description: describe(queue.name) })),
      new LedgerQueue(deliveryQueue(ctx.fleetDb)),
      new LedgerQueue(notificationQueue(ctx.fleetDb)),
    ],
    serverAdapter: adapter as never, // their two type declarations disagree under exactOptionalPropertyTypes
    options: {
      uiConfig: {
        boardTitle: "Longhaul queues",
        miscLinks: [{ text: "Sign out", url: `${BASE}/sign-in` }],
      },
    },
  });
  // Theirs would answer with the stack; this one leaves it to the API's own handler.
  adapter.setErrorHandler((err) => {
    if (toQueueError(err).code !== "store-unavailable") throw err;
    throw new DomainError("temporarily_unavailable", "the queue's store doesn't answer; try again later", {
      details: { retryAfterSec: 5 },
    });
  });
  const router = Router();
  router.use(BASE, operatorSession(ctx, BASE), onlyRead, app);
  return router;
}

const DESCRIPTIONS: Readonly<Record<QueueName, string>> = {
  operations:
    "Operations by their type; their names, owners and priorities are in the data. The number is a place in the queue.",
  gates: "What operations of a batch wait for: one dependency each, asleep until it has ended.",
  datasets: "Imports of uploads.",
};

const describe = (name: string): string => new Map<string, string>(Object.entries(DESCRIPTIONS)).get(name) ?? "";

/** Refuses whatever would change a queue, also where Bull Board answers that it did so. */
const onlyRead: RequestHandler = (req, res, next) => {
  if (req.method !== "GET" && req.method !== "HEAD") {
    throw new DomainError("method_not_allowed", "the board only reads; cancel and retry operations through the API", {
      details: { allow: ["GET", "HEAD"] },
    });
  }
  res.setHeader("Content-Security-Policy", BOARD_POLICY);
  res.setHeader("Referrer-Policy", "no-referrer");
  next();
};
