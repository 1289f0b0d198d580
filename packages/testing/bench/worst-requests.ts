// Each endpoint's worst request, legal or not, against an API of its own: how long its event loop is held up.
// pnpm bench worst-requests [names of endpoints as in the contract; all without]
import { connect, type Socket } from "node:net";
import { loadavg } from "node:os";
import { seedCases, seedLog, seedResults, seedRows } from "./seed-large.ts";
import { startMeasuredApi } from "./start-measured-api.ts";
import { createWorstClient, ROUNDS } from "./worst-client.ts";

const list = <T>(n: number, item: (idx: number) => T): T[] => Array.from({ length: n }, (_, idx) => item(idx));
/** Work of a known kind, to hold the figures of a machine against those of another, or of the same one when it was busier. */
function referenceMs(): number {
  const text = JSON.stringify(list(20_000, (idx) => ({ id: `${idx}`.repeat(8) })));
  for (let warm = 0; warm < 10; warm++) JSON.parse(text);
  const before = process.threadCpuUsage();
  for (let times = 0; times < 10; times++) JSON.stringify(JSON.parse(text));
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 10_000;
}
const keys = (n: number, value: unknown): Record<string, unknown> =>
  Object.fromEntries(list(n, (idx) => [`k${idx}`, value]));
const trial = { operationType: "Trial", operationName: "A trial", parameters: {} };
const enrichment = (parameters: unknown) => ({ operationType: "DataEnrichment", operationName: "x", parameters });
const callbacks = {
  onCompletion: "https://example.com/",
  onError: "https://example.com/",
  onProgress: "https://example.com/",
};
const batch = (operations: readonly unknown[]) => ({ batchName: "b", operations });
const nearby = (idx: number, n: number): string[] => list(Math.min(idx, n), (place) => `k${idx - 1 - place}`);
const largeBatch = (n: number) =>
  batch(list(1000, (idx) => ({ ...trial, operationKey: `k${idx}`, dependencies: nearby(idx, n) })));

const api = await startMeasuredApi();
const { make, measure, print } = createWorstClient(api, new Set(process.argv.slice(2)));
const base = `/api/${api.tenantId}/${api.projectId}`;

/** An upload that may be imported later. */
function small(): FormData {
  const upload = new FormData();
  upload.set("file", new Blob(["case,activity,timestamp\n1,a,2024-01-01T00:00:00Z\n"]), "a.csv");
  return upload;
}

interface Batch {
  readonly batchId: string;
  readonly operations: readonly { readonly operationId: string }[];
}

const operation = await make<{ operationId: string }>({ path: `${base}/async/operation`, json: trial });
const one = `${base}/async/operation/${operation.operationId}`;
await measure("startBatch", "1,000 × 90 dependencies", { path: `${base}/async/batch`, json: largeBatch(90) });
const dense = await make<Batch>({ path: `${base}/async/batch`, json: largeBatch(90) });
const newBatches = async (width: number): Promise<Batch[]> => {
  const made: Batch[] = [];
  for (let round = 0; round < ROUNDS; round++)
    made.push(await make({ path: `${base}/async/batch`, json: largeBatch(width) }));
  return made;
};
const sparse = await make<Batch>({ path: `${base}/async/batch`, json: largeBatch(8) });
const of = ({ batchId }: Batch): string => `${base}/async/batch/${batchId}`;
let key = 0;
await measure("startBatch", "the same with Idempotency-Key", () => ({
  path: `${base}/async/batch`,
  json: largeBatch(90),
  headers: { "idempotency-key": `key-${key++}` },
}));
await measure("getBatch", "plain", { path: of(dense) });
await measure("listBatches", "plain", { path: `${base}/async/batches?pageSize=100` });
await measure("getBatchGraph", "svg, 90 dependencies", { path: `${of(dense)}/graph` });
await measure("getBatchGraph", "svg, 8 dependencies", { path: `${of(sparse)}/graph` });
await measure("getBatchGraph", "dot", { path: `${of(dense)}/graph?format=dot` });
for (const width of [8, 90]) {
  const doomed = await newBatches(width);
  await measure("cancelBatch", `1,000 × ${width} dependencies`, () => ({
    method: "DELETE",
    path: of(doomed.pop() ?? sparse),
  }));
}
const failing = await newBatches(90);
const firsts = failing.map(({ operations: [first] }) => `${base}/async/operation/${first?.operationId}`);
await measure("cancelOperationByPost", "what 999 others depend on", (round) => ({
  path: `${firsts[round]}/cancel`,
  json: {},
}));
await measure("retryOperation", "which revives 999 others", (round) => ({
  path: `${firsts[round]}/retry?cascade=true`,
  json: {},
}));
await measure(
  "streamBatch",
  "all of 1,000",
  { path: `${of(failing[0] ?? sparse)}/events`, headers: { "last-event-id": "0" } },
  500_000,
);
await measure("listOperations", "100 with details", {
  path: `${base}/async/operations?pageSize=100&includeDetails=true`,
});
await measure("listOperations", "a long status filter", {
  path: `${base}/async/operations?status=${"Running,".repeat(1500)}Failed`,
});
await measure("startOperation", "rules of 2,000 long texts", {
  path: `${base}/async/operation`,
  json: enrichment({
    cleaningRules: ["map_activities", "map_resources"].map((rule) => ({ rule, mapping: keys(1000, "é".repeat(150)) })),
  }),
});
await measure("startOperation", "trivial", { path: `${base}/async/operation`, json: trial });
await measure("getOperation", "plain", { path: one });
await measure("retryOperation", "a patch of 1,000 keys", {
  path: `${one}/retry?dryRun=true`,
  json: { modifyParameters: true, updatedParameters: keys(1000, "x".repeat(800)) },
});
await measure("cancelOperationByPost", "plain", { path: `${one}/cancel`, json: { reason: "r".repeat(2000) } });
await measure("getResults", "detailed", { path: `${one}/results?format=detailed` });
await measure("getResults", "download", { path: `${one}/results?format=download` });
const hook = { webhookUrl: `https://example.com/${"a".repeat(1900)}`, headers: keys(20, "v".repeat(900)) };
await measure("registerWebhook", "plain", { path: `${base}/async/webhooks`, json: hook });
await measure("listWebhooks", "plain", { path: `${base}/async/webhooks?pageSize=100` });
const { webhookId } = await make<{ webhookId: string }>({
  path: `${base}/async/webhooks`,
  json: { webhookUrl: "https://example.com/", authentication: { type: "hmac-sha256", secret: "s".repeat(64) } },
});
const ofHook = `${base}/async/webhooks/${webhookId}`;
await make({ method: "DELETE", path: of(await make<Batch>({ path: `${base}/async/batch`, json: largeBatch(0) })) });
await measure("changeWebhook", "plain", { method: "PATCH", path: ofHook, json: hook });
await measure("listDeliveries", "of a webhook", { path: `${ofHook}/deliveries?pageSize=100` });
const period = { since: new Date(Date.now() - 86_400_000).toISOString(), until: new Date().toISOString() };
await measure("recoverDeliveries", "1,000 events", { path: `${ofHook}/recover`, json: period });
await measure("recoverCallbacks", "plain", { path: `${base}/async/callbacks/recover`, json: period });
await measure("rotateSecret", "plain", (round) => ({
  path: `${ofHook}/rotate-secret`,
  json: { secret: `${round}`.repeat(64) },
}));
const form = new FormData();
form.set("file", new Blob([`case,activity,timestamp\n${"1,a,2024-01-01T00:00:00Z\n".repeat(800_000)}`]), "a.csv");
await measure("uploadDataset", "20 MB", { path: `${base}/datasets`, form, headers: { prefer: "respond-async" } });
await measure("uploadDataset", "a mapping of 100 kB", () => {
  const odd = small();
  odd.set("mapping", JSON.stringify(keys(8000, 1)));
  return { path: `${base}/datasets`, form: odd, headers: { prefer: "respond-async" } };
});
await measure("uploadDataset", "by URL", {
  path: `${base}/datasets`,
  json: { url: `https://example.com/${"a".repeat(1900)}`, mapping: { unpivot: list(2000, (idx) => `c${idx}`) } },
  headers: { prefer: "respond-async" },
});
await measure("listDatasets", "plain", { path: `${base}/datasets?pageSize=100` });
await measure("getOpenApi", ".json", { path: "/openapi.json" });
await measure("listOperations", "16 kB of query", { path: `${base}/async/operations?${"a=1&".repeat(3500)}` });
await measure("listOperations", "query of 900 brackets", { path: `${base}/async/operations?a${"[b]".repeat(900)}=1` });
await measure("queueBoard", "plain", {
  path: "/admin/queues/api/queues?activeQueue=operations&status=latest&page=1&jobsPerPage=100",
});
await measure("getDocsFile", "plain", { path: "/docs/swagger-ui-bundle.js" });
// Phases may put out 64 million characters each, which the ledger takes as they are.
const large = await make<{ operationId: string }>({ path: `${base}/async/operation`, json: { ...trial, callbacks } });
const ofLarge = `${base}/async/operation/${large.operationId}`;
await measure("cancelOperation", "plain", { method: "DELETE", path: ofLarge, json: {} });
await make({ path: `${ofLarge}/cancel`, json: {} });
await seedResults(api, large.operationId);
await measure("getResults", "summary of 3 × 60 MB", { path: `${ofLarge}/results` });
await measure("getResults", "detailed, 3 × 60 MB", { path: `${ofLarge}/results?format=detailed` });
await measure("getResults", "download, 3 × 60 MB", { path: `${ofLarge}/results?format=download` });
await measure("cancelOperationByPost", "with 3 × 60 MB of results", { path: `${ofLarge}/cancel`, json: {} });
await measure("retryOperation", "dry, of 3 × 60 MB", { path: `${ofLarge}/retry?dryRun=true`, json: {} });
const { artifacts } = await make<{ artifacts: { downloadUrl: string }[] }>({ path: `${ofLarge}/results` });
await measure("download", "60 MB", { path: artifacts[0]?.downloadUrl ?? "" });
await measure("streamOperation", "all of it", { path: `${ofLarge}/events`, headers: { "last-event-id": "0" } });

await measure("getQueue", "with thousands that wait", { path: `${base}/async/queue` });
await seedCases(api, large.operationId);
await measure("getOperationDetails", "plain", { path: `${ofLarge}/details` });
await measure("listCases", "a search through 50,000 that finds none", {
  path: `${ofLarge}/cases?limit=1000&search=nobody`,
});
await measure("listCases", "1,000", { path: `${ofLarge}/cases?limit=1000` });
await seedLog(api, large.operationId);
await measure("listLogs", "a search through 10,000", { path: `${ofLarge}/logs?limit=1000&search=nowhere` });
await measure("listLogs", "1,000 as text", {
  path: `${ofLarge}/logs?limit=1000`,
  headers: { accept: "text/plain" },
});
await measure("streamLogs", "all of 10,000", { path: `${ofLarge}/logs/stream` });

interface Deliveries {
  readonly deliveries: readonly { readonly deliveryId: string }[];
}
const calledBatch = await make<Batch>({
  path: `${base}/async/batch`,
  json: { ...largeBatch(1), batchCallbacks: { onBatchComplete: "https://example.com/" } },
});
await measure("cancelBatchByPost", "of a chain of 1,000", { path: `${of(calledBatch)}/cancel`, json: {} });
for (const [owner, ids] of [
  [ofLarge, { list: "listOperationDeliveries", one: "getOperationDelivery", again: "redeliverOperationCallback" }],
  [of(calledBatch), { list: "listBatchDeliveries", one: "getBatchDelivery", again: "redeliverBatchCallback" }],
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

const datasetId = await seedRows(
  api,
  await make({ path: `${base}/datasets`, form: small(), headers: { prefer: "respond-async" } }),
);
const ofDataset = `${base}/datasets/${datasetId}`;
await measure("getDataset", "1,000 columns", { path: ofDataset });
await measure("listDatasetRows", "1,000 of 100,000 long ones", { path: `${ofDataset}/rows?state=rejected&limit=1000` });
const text = `<definitions>${"<a/>".repeat(65_000)}</definitions>`;
await measure("startOperation", "a reference model of 256 KiB", {
  path: `${base}/async/operation`,
  json: { ...trial, operationType: "ProcessMiningAnalysis", parameters: { datasetId, referenceModel: { text } } },
});
const wide = { mapping: { attributes: list(400, (idx) => `c${idx}`.repeat(20)) } };
await measure("remapDataset", "a large mapping", {
  path: `${ofDataset}/remap`,
  json: wide,
  headers: { prefer: "respond-async" },
});
const later = { headers: { prefer: "respond-async" } };
await measure("appendDataset", "to 1,000 columns", () => ({ path: `${ofDataset}/append`, form: small(), ...later }));
await measure("replaceDataset", "of 1,000 columns", () => ({ path: `${ofDataset}/replace`, form: small(), ...later }));
await measure("restoreDataset", "1,000 columns", { path: `${ofDataset}/restore`, json: { version: 1 } });
await measure("streamDataset", "of 1,000 columns, ended", {
  path: `${ofDataset}/events`,
  headers: { "last-event-id": "0" },
});
await measure("cancelDataset", "of 1,000 columns, ended", { path: `${ofDataset}/cancel`, json: {} });
await measure("listDatasetVersions", "of 1,000 columns", { path: `${ofDataset}/versions?pageSize=100` });
await measure("getDatasetVersion", "1,000 columns", { path: `${ofDataset}/versions/1` });
await measure("exportDataset", "1,000 columns", { path: `${ofDataset}/export?format=csv`, ...later });
await measure("previewDataset", "20 MB", { path: `${base}/datasets/preview`, form });
const doomedLogs = [ofDataset];
while (doomedLogs.length < ROUNDS) {
  const made = await make<{ datasetId: string }>({
    path: `${base}/datasets`,
    form: small(),
    headers: { prefer: "respond-async" },
  });
  doomedLogs.push(`${base}/datasets/${made.datasetId}`);
}
await measure("deleteDataset", "the first with 100,000 rows told", (round) => ({
  method: "DELETE",
  path: doomedLogs[round] ?? ofDataset,
}));
await measure("getHealth", "plain", { path: "/healthz" });
await measure("getReadiness", "plain", { path: "/readyz" });
await measure("getDocs", "plain", { path: "/docs" });
await measure("getGuide", "plain", { path: "/docs/guide" });
await measure("getStartPage", "plain", { path: "/" });
await measure("getLlmsText", "plain", { path: "/llms.txt" });
await measure("ping", "plain", { path: `${base}/async/ping` });
await measure("listOperationTypes", "plain", { path: `${base}/async/operation-types` });
for (const [name, json] of [
  ["320,000 empty operations", batch(list(320_000, () => ({})))],
  [
    "1,000 operations with 100 dependencies that are numbers",
    batch(list(1000, () => ({ dependencies: list(100, () => 0) }))),
  ],
  [
    "90,000 unknown dependencies",
    batch(list(900, (idx) => ({ ...trial, operationKey: `k${idx}`, dependencies: list(100, (n) => `x${n}`) }))),
  ],
] as const)
  await measure("startBatch", name, { path: `${base}/async/batch`, json });
for (const [name, json] of [
  ["70,000 unknown keys", { ...trial, ...keys(70_000, 1) }],
  ["108,000 unknown rules", enrichment({ cleaningRules: list(108_000, () => "zz") })],
  ["200,000 bad addresses", { ...trial, notifications: { email: list(200_000, () => "x") } }],
  [
    "9,000 bad texts of rules",
    enrichment({ cleaningRules: list(9, () => ({ rule: "map_activities", mapping: keys(990, "") })) }),
  ],
] as const)
  await measure("startOperation", name, { path: `${base}/async/operation`, json });

const schedules = `${base}/async/schedules`;
const nightly = (start: Record<string, unknown>) => ({ scheduleName: "s", cron: "59 23 29 2 FRI", ...start });
await measure("createSchedule", "a batch of 1,000 × 90 dependencies", {
  path: schedules,
  json: nightly({ batch: largeBatch(90) }),
});
await measure("createSchedule", "an expression of 200 characters", {
  path: schedules,
  json: { ...nightly({ operation: trial }), cron: `${"1,".repeat(92)}1 0 1 1 *` },
});
const { scheduleId } = await make<{ scheduleId: string }>({ path: schedules, json: nightly({ operation: trial }) });
const ofSchedule = `${schedules}/${scheduleId}`;
await measure("changeSchedule", "to a batch of 1,000 × 90 dependencies", {
  method: "PATCH",
  path: ofSchedule,
  json: { batch: largeBatch(90) },
});
await measure("runSchedule", "a batch of 1,000 × 90 dependencies", { path: `${ofSchedule}/run`, json: {} });
await measure("getSchedule", "the next 20 of a rare day", { path: `${ofSchedule}?next=20` });
await measure("listSchedules", "plain", { path: `${schedules}?pageSize=100` });
await measure("listScheduleRuns", "plain", { path: `${ofSchedule}/runs?pageSize=100` });
await measure("pauseSchedule", "plain", { path: `${ofSchedule}/pause`, json: {} });
await measure("resumeSchedule", "plain", (round) => ({
  path: `${ofSchedule}/${round % 2 === 0 ? "resume" : "pause"}`,
  json: {},
}));
const doomedSchedules = [ofSchedule];
while (doomedSchedules.length < ROUNDS) {
  const made = await make<{ scheduleId: string }>({ path: schedules, json: nightly({ operation: trial }) });
  doomedSchedules.push(`${schedules}/${made.scheduleId}`);
}
await measure("deleteSchedule", "plain", (round) => ({ method: "DELETE", path: doomedSchedules[round] ?? ofSchedule }));

await measure("getAudit", "1,000 entries", { path: `${base}/async/audit?pageSize=1000` });
const apiKeys = `${base}/async/api-keys`;
const newKey = { keyName: "k".repeat(200), permissions: ["read", "operate", "datasets", "webhooks", "admin", "audit"] };
const manyProjects = list(100, (idx) => `880e8400-e29b-41d4-a716-${String(idx).padStart(12, "0")}`);
await measure("createApiKey", "100 projects", { path: apiKeys, json: { ...newKey, projects: manyProjects } });
await measure("getQuotas", "plain", { path: `${base}/async/quotas` });
await measure("changeQuotas", "plain", {
  method: "PATCH",
  path: `${base}/async/quotas`,
  json: { project: { webhooks: 100 } },
});
await measure("listApiKeys", "plain", { path: `${apiKeys}?pageSize=100` });
const doomedKeys: string[] = [];
while (doomedKeys.length < ROUNDS)
  doomedKeys.push(`${apiKeys}/${(await make<{ keyId: string }>({ path: apiKeys, json: newKey })).keyId}`);
await measure("getApiKey", "plain", { path: doomedKeys[0] ?? apiKeys });
await measure("rotateApiKey", "plain", { path: `${doomedKeys[0]}/rotate`, json: {} });
await measure("deleteApiKey", "plain", (round) => ({ method: "DELETE", path: doomedKeys[round] ?? apiKeys }));

const sockets: Socket[] = list(200, () => connect(Number(new URL(api.url).port), "127.0.0.1").pause());
await api.figures();
for (const socket of sockets)
  socket.write(
    `GET ${base}/async/events HTTP/1.1\r\nHost: x\r\nAuthorization: ${api.authorization}\r\nLast-Event-ID: 0\r\n\r\n`,
  );
await new Promise((resolve) => setTimeout(resolve, 8000));
await print("streamProject", "200 clients that don't read", "");
for (const socket of sockets) socket.destroy();
process.stdout.write(
  `JSON of 1 MB, read and written: ${referenceMs().toFixed(1)} ms CPU · load ${loadavg()[0]?.toFixed(1)}\n`,
);
await api.close();
