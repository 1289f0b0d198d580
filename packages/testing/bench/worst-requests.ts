// Each endpoint's worst request, legal or not, against an API of its own: how long its event loop is held up.
import { connect, type Socket } from "node:net";
import { loadavg } from "node:os";
import { startMeasuredApi } from "./start-measured-api.ts";

/** At least 2: some rows need what an earlier one made. */
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
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
const batch = (operations: readonly unknown[]) => ({ batchName: "b", operations });
const nearby = (idx: number, n: number): string[] => list(Math.min(idx, n), (place) => `k${idx - 1 - place}`);
const largeBatch = (n: number) =>
  batch(list(1000, (idx) => ({ ...trial, operationKey: `k${idx}`, dependencies: nearby(idx, n) })));

const api = await startMeasuredApi();
const base = `/api/${api.tenantId}/${api.projectId}`;

interface Batch {
  readonly batchId: string;
  readonly operations: readonly { readonly operationId: string }[];
}

interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly json?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(
  { method, path, json, form, headers = {} }: Ask,
  maxBytes = Infinity,
): Promise<{ status: number; text: string }> {
  const response = await fetch(api.url + path, {
    method: method ?? (json === undefined && form === undefined ? "GET" : "POST"),
    headers: {
      authorization: api.authorization,
      ...headers,
      ...(json === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...(form === undefined ? {} : { body: form }),
  });
  let text = "";
  if (response.body !== null)
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.length > maxBytes) break;
    }
  return { status: response.status, text };
}

/** What a request makes, repeated while the machine is too busy for it. */
async function make<T>(request: Ask): Promise<T> {
  for (;;) {
    const { status, text } = await ask(request);
    if (status < 300) return JSON.parse(text) as T;
    if (status !== 503) throw new Error(`${request.path}: ${status} ${text.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

/** @param maxBytes so much is read of an answer that doesn't end */
async function measure(name: string, request: Ask | ((round: number) => Ask), maxBytes = Infinity): Promise<string> {
  await api.figures();
  let [status, text] = [0, ""];
  let slowest = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    ({ status, text } = await ask(typeof request === "function" ? request(round) : request, maxBytes));
    slowest = Math.max(slowest, performance.now() - begun);
  }
  await print(name, `${status} ${(text.length / 1000).toFixed(0).padStart(5)} kB ${slowest.toFixed(0).padStart(5)} ms`);
  return text;
}

async function print(name: string, outcome: string): Promise<void> {
  const { p99, max, cpuP99, cpuMax, rssMb, heapMb, idle } = await api.figures();
  const text = (ms: number): string => ms.toFixed(0).padStart(4);
  process.stdout.write(
    `${name.padEnd(52)} ${outcome.padEnd(24)} turn CPU p99${text(cpuP99)} max${text(cpuMax)} ms  ` +
      `delay p99${text(p99)} max${text(max)} ms, idle process${text(idle.p99)}${text(idle.max)} ms  ` +
      `RSS ${rssMb.toFixed(0)} heap ${heapMb.toFixed(0)} MB\n`,
  );
}

const operation = await make<{ operationId: string }>({ path: `${base}/async/operation`, json: trial });
const one = `${base}/async/operation/${operation.operationId}`;
await measure("POST batch, 1,000 × 90 dependencies", { path: `${base}/async/batch`, json: largeBatch(90) });
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
await measure("POST batch, the same with Idempotency-Key", () => ({
  path: `${base}/async/batch`,
  json: largeBatch(90),
  headers: { "idempotency-key": `key-${key++}` },
}));
await measure("GET batch", { path: of(dense) });
await measure("GET batch graph, svg, 90 dependencies", { path: `${of(dense)}/graph` });
await measure("GET batch graph, svg, 8 dependencies", { path: `${of(sparse)}/graph` });
await measure("GET batch graph, dot", { path: `${of(dense)}/graph?format=dot` });
for (const width of [8, 90]) {
  const doomed = await newBatches(width);
  await measure(`DELETE batch, 1,000 × ${width} dependencies`, () => ({
    method: "DELETE",
    path: of(doomed.pop() ?? sparse),
  }));
}
const failing = await newBatches(90);
const firsts = failing.map(({ operations: [first] }) => `${base}/async/operation/${first?.operationId}`);
await measure("POST cancel, what 999 others depend on", (round) => ({ path: `${firsts[round]}/cancel`, json: {} }));
await measure("POST retry, which revives 999 others", (round) => ({
  path: `${firsts[round]}/retry?cascade=true`,
  json: {},
}));
await measure(
  "GET batch events, all of 1,000",
  { path: `${of(failing[0] ?? sparse)}/events`, headers: { "last-event-id": "0" } },
  500_000,
);
await measure("GET operations, 100 with details", {
  path: `${base}/async/operations?pageSize=100&includeDetails=true`,
});
await measure("GET operations, a long status filter", {
  path: `${base}/async/operations?status=${"Running,".repeat(1500)}Failed`,
});
await measure("POST operation, rules of 2,000 long texts", {
  path: `${base}/async/operation`,
  json: enrichment({
    cleaningRules: ["map_activities", "map_resources"].map((rule) => ({ rule, mapping: keys(1000, "é".repeat(150)) })),
  }),
});
await measure("POST operation, trivial", { path: `${base}/async/operation`, json: trial });
await measure("GET operation", { path: one });
await measure("POST retry, a patch of 1,000 keys", {
  path: `${one}/retry?dryRun=true`,
  json: { modifyParameters: true, updatedParameters: keys(1000, "x".repeat(800)) },
});
await measure("POST cancel", { path: `${one}/cancel`, json: { reason: "r".repeat(2000) } });
await measure("GET results, detailed", { path: `${one}/results?format=detailed` });
await measure("GET results, download", { path: `${one}/results?format=download` });
const hook = { webhookUrl: `https://example.com/${"a".repeat(1900)}`, headers: keys(20, "v".repeat(900)) };
await measure("POST webhook", { path: `${base}/async/webhooks`, json: hook });
await measure("GET webhooks", { path: `${base}/async/webhooks?pageSize=100` });
const { webhookId } = await make<{ webhookId: string }>({
  path: `${base}/async/webhooks`,
  json: { webhookUrl: "https://example.com/" },
});
const ofHook = `${base}/async/webhooks/${webhookId}`;
await make({ method: "DELETE", path: of(await make<Batch>({ path: `${base}/async/batch`, json: largeBatch(0) })) });
await measure("PATCH webhook", { method: "PATCH", path: ofHook, json: hook });
await measure("GET deliveries of a webhook", { path: `${ofHook}/deliveries?pageSize=100` });
const period = { since: new Date(Date.now() - 86_400_000).toISOString(), until: new Date().toISOString() };
await measure("POST recover, 1,000 events", { path: `${ofHook}/recover`, json: period });
await measure("POST callbacks recover", { path: `${base}/async/callbacks/recover`, json: period });
await measure("POST rotate-secret", { path: `${ofHook}/rotate-secret`, json: {} });
const form = new FormData();
form.set("file", new Blob([`case,activity,timestamp\n${"1,a,2024-01-01T00:00:00Z\n".repeat(800_000)}`]), "a.csv");
await measure("POST dataset, 20 MB", { path: `${base}/datasets`, form, headers: { prefer: "respond-async" } });
await measure("POST dataset, a mapping of 100 kB", () => {
  const odd = new FormData();
  odd.set("mapping", JSON.stringify(keys(8000, 1)));
  odd.set("file", new Blob(["case,activity,timestamp\n1,a,2024-01-01T00:00:00Z\n"]), "a.csv");
  return { path: `${base}/datasets`, form: odd, headers: { prefer: "respond-async" } };
});
await measure("GET datasets", { path: `${base}/datasets?pageSize=100` });
await measure("GET openapi.json", { path: "/openapi.json" });
await measure("GET operations, 16 kB of query", { path: `${base}/async/operations?${"a=1&".repeat(3500)}` });
await measure("GET operations, query of 900 brackets", { path: `${base}/async/operations?a${"[b]".repeat(900)}=1` });
await measure("GET queue board", {
  path: "/admin/queues/api/queues?activeQueue=operations&status=latest&page=1&jobsPerPage=100",
});
await measure("GET docs bundle", { path: "/docs/swagger-ui-bundle.js" });
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
  await measure(`POST batch, ${name}`, { path: `${base}/async/batch`, json });
for (const [name, json] of [
  ["70,000 unknown keys", { ...trial, ...keys(70_000, 1) }],
  ["108,000 unknown rules", enrichment({ cleaningRules: list(108_000, () => "zz") })],
  ["200,000 bad addresses", { ...trial, notifications: { email: list(200_000, () => "x") } }],
  [
    "9,000 bad texts of rules",
    enrichment({ cleaningRules: list(9, () => ({ rule: "map_activities", mapping: keys(990, "") })) }),
  ],
] as const)
  await measure(`POST operation, ${name}`, { path: `${base}/async/operation`, json });

const sockets: Socket[] = list(200, () => connect(Number(new URL(api.url).port), "127.0.0.1").pause());
await api.figures();
for (const socket of sockets)
  socket.write(
    `GET ${base}/async/events HTTP/1.1\r\nHost: x\r\nAuthorization: ${api.authorization}\r\nLast-Event-ID: 0\r\n\r\n`,
  );
await new Promise((resolve) => setTimeout(resolve, 8000));
await print("GET events, 200 clients that don't read", "");
for (const socket of sockets) socket.destroy();
process.stdout.write(
  `JSON of 1 MB, read and written: ${referenceMs().toFixed(1)} ms CPU · load ${loadavg()[0]?.toFixed(1)}\n`,
);
await api.close();
