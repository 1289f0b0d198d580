import { createDb, createLedgerCheck, createRest, createSecretBox, isMessage, listenForEvents } from "@longhaul/db";
import {
  createMetrics,
  openTracer,
  startHealthServer,
  watchReadiness,
  type Logger,
  type RunningService,
} from "@longhaul/runtime";
import type { WebhookWorkerConfig } from "./settings/config.ts";
import { createDeliveryMetrics } from "./delivery/delivery-metrics.ts";
import { createAttemptRecorder } from "./delivery/attempt-recorder.ts";
import { deliver } from "./delivery/deliver.ts";
import { startDeliveryLoop } from "./delivery/delivery-loop.ts";
import { deliverMessage } from "./messages/deliver-message.ts";
import { createMessageSender } from "./messages/message-sender.ts";
import { createSender } from "./sending/create-sender.ts";
import { createCallbackSecrets } from "./signing/callback-secrets.ts";
import { createDeliverySigner } from "./signing/delivery-signer.ts";

/** Deliveries that a new lane gets at once; with each success one more. */
const FIRST_WINDOW = 2;
const MAX_OPEN_MS = 300_000;

/**
 * Opens what the worker needs and starts to deliver.
 * @param onUnfitLedger called when an upgrade of the ledger leaves this code behind
 */
export async function startWorker(
  config: WebhookWorkerConfig,
  logger: Logger,
  onUnfitLedger: (err: Error) => void = () => undefined,
): Promise<RunningService> {
  const { delivery } = config;
  const db = createDb({
    databaseUrl: config.databaseUrl,
    poolerUrl: config.poolerUrl,
    applicationName: config.workerName,
    role: "longhaul_worker",
    poolSize: 5,
    onError: (err) => logger.warn({ err }, "idle database connection lost"),
  });
  const checkLedger = await createLedgerCheck(db, onUnfitLedger);
  const tracer = await openTracer({ service: "webhook-worker", logger, ...config.tracing });
  const sender = createSender(config.sending, delivery);
  const metrics = createMetrics();
  const parts = {
    logger,
    tracer,
    sender,
    metrics: createDeliveryMetrics(metrics, db, delivery.tripAfter),
    sign: createDeliverySigner({
      secretBox: createSecretBox(config.secretsKeys),
      secretsKeys: config.secretsKeys,
      callbackSigning: config.callbackSigning,
    }),
    callbackSecrets: createCallbackSecrets(db),
    recorder: createAttemptRecorder({
      db,
      policy: {
        firstWindow: FIRST_WINDOW,
        laneCap: delivery.laneCap,
        tripAfter: delivery.tripAfter,
        minOpenMs: delivery.minOpenMs,
        maxOpenMs: Math.max(MAX_OPEN_MS, delivery.minOpenMs),
        disableAfterMs: delivery.disableAfterMs,
      },
      onDisabled: ({ webhookId, reason }) => logger.warn({ webhookId, reason }, "webhook disabled"),
    }),
  };
  const messageParts = {
    ...parts,
    db,
    send: createMessageSender(config.messages, config.sending.timeoutMs),
    publicUrl: config.messages.publicUrl,
  };
  const rest = createRest(db, {
    name: config.workerName,
    onError: (err) => logger.warn({ err }, "the ledger wasn't asked whether it rests"),
  });
  const listener = await listenForEvents(db, {
    applicationName: `${config.workerName}-listener`,
    rest,
    onError: (err) => logger.warn({ err }, "event listener interrupted"),
  });
  const loop = startDeliveryLoop({
    db,
    logger,
    rest,
    limits: delivery,
    firstWindow: FIRST_WINDOW,
    beginMs: (delivery.leaseMs - config.sending.timeoutMs) / 2,
    deliver: (claimed, onSent) =>
      isMessage(claimed) ? deliverMessage(messageParts, claimed, onSent) : deliver(parts, claimed, onSent),
  });
  const readiness = await watchReadiness({ logger, checks: { database: checkLedger } });
  const health = await startHealthServer({
    port: config.healthPort,
    host: config.healthHost,
    logger,
    readiness,
    metrics,
  });
  return {
    ready: { workerName: config.workerName, healthPort: health.port },
    suspect: () => readiness.suspect(),
    drain() {
      readiness.retire();
      return loop.drain();
    },
    async stop() {
      readiness.close();
      loop.stop();
      await rest.close();
      await listener.close();
      await health.close();
      await sender.close();
      await db.close();
      await tracer?.close();
    },
  };
}
