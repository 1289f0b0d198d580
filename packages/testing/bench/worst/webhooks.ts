import { keys, largeBatch, type Batch } from "./bodies.ts";
import { ROUNDS, type WorstClient } from "./worst-client.ts";

const hook = { webhookUrl: `https://example.com/${"a".repeat(1900)}`, headers: keys(20, "v".repeat(900)) };

interface Deliveries {
  readonly deliveries: readonly { readonly deliveryId: string }[];
}

/** Webhooks without deliveries. @returns the path of a webhook whose deliveries are the events of a batch of 1,000 */
export async function measureWebhooks({ base, make, measure }: WorstClient): Promise<string> {
  await measure("registerWebhook", "plain", { path: `${base}/async/webhooks`, json: hook });
  await measure("listWebhooks", "plain", { path: `${base}/async/webhooks?pageSize=100` });
  const { webhookId } = await make<{ webhookId: string }>({
    path: `${base}/async/webhooks`,
    json: { webhookUrl: "https://example.com/", authentication: { type: "hmac-sha256", secret: "s".repeat(64) } },
  });
  const ofHook = `${base}/async/webhooks/${webhookId}`;
  const doomed = await make<Batch>({ path: `${base}/async/batch`, json: largeBatch(0) });
  await make({ method: "DELETE", path: `${base}/async/batch/${doomed.batchId}` });
  await measure("changeWebhook", "plain", { method: "PATCH", path: ofHook, json: hook });
  await measure("listDeliveries", "of a webhook", { path: `${ofHook}/deliveries?pageSize=100` });
  const period = { since: new Date(Date.now() - 86_400_000).toISOString(), until: new Date().toISOString() };
  await measure("recoverDeliveries", "1,000 events", { path: `${ofHook}/recover`, json: period });
  await measure("recoverCallbacks", "plain", { path: `${base}/async/callbacks/recover`, json: period });
  await measure("rotateSecret", "plain", (round) => ({
    path: `${ofHook}/rotate-secret`,
    json: { secret: `${round}`.repeat(64) },
  }));
  return ofHook;
}

/** Deliveries of an operation, of a batch and of a webhook; then the end of webhooks. */
export async function measureDeliveries(client: WorstClient, ofLarge: string, ofHook: string): Promise<void> {
  const { api, base, make, measure } = client;
  const calledBatch = await make<Batch>({
    path: `${base}/async/batch`,
    json: { ...largeBatch(1), batchCallbacks: { onBatchComplete: "https://example.com/" } },
  });
  const ofBatch = `${base}/async/batch/${calledBatch.batchId}`;
  await measure("cancelBatchByPost", "of a chain of 1,000", { path: `${ofBatch}/cancel`, json: {} });
  for (const [owner, ids] of [
    [ofLarge, { list: "listOperationDeliveries", one: "getOperationDelivery", again: "redeliverOperationCallback" }],
    [ofBatch, { list: "listBatchDeliveries", one: "getBatchDelivery", again: "redeliverBatchCallback" }],
    [ofHook, { list: "listDeliveries", one: "getDelivery", again: "redeliver" }],
  ] as const) {
    const { deliveries } = await make<Deliveries>({ path: `${owner}/deliveries?pageSize=100` });
    const delivery = `${owner}/deliveries/${deliveries[0]?.deliveryId}`;
    await measure(ids.list, "100", { path: `${owner}/deliveries?pageSize=100` });
    await measure(ids.one, "plain", { path: delivery });
    await measure(ids.again, "plain", { path: `${delivery}/redeliver`, json: {} });
  }
  await measure("getWebhook", "plain", { path: ofHook });
  await measure("testWebhook", "plain", { path: `${ofHook}/test`, json: {} });
  await measure("getCallbackSigning", "plain", { path: `${base}/async/callback-signing` });
  await measure("rotateCallbackSecret", "plain", (round) => ({
    path: `${base}/async/callback-signing/rotate-secret`,
    json: { secret: `${round}`.repeat(64) },
  }));
  await measure("getSigningKeys", "plain", { path: `/.well-known/webhook-keys/${api.tenantId}/${api.projectId}` });
  const doomedHooks = [ofHook];
  while (doomedHooks.length < ROUNDS) {
    const made = await make<{ webhookId: string }>({ path: `${base}/async/webhooks`, json: hook });
    doomedHooks.push(`${base}/async/webhooks/${made.webhookId}`);
  }
  await measure("deleteWebhook", "the first with 1,000 deliveries", (round) => ({
    method: "DELETE",
    path: doomedHooks[round] ?? ofHook,
  }));
}
