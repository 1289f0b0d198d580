// Each endpoint's worst request, legal or not, against an API of its own: how long its event loop is held up.
// pnpm bench worst-requests [names of endpoints as in the contract; all without]
import { loadavg } from "node:os";
import { startMeasuredApi } from "../start-measured-api.ts";
import { measureAccess } from "./access.ts";
import { list } from "./bodies.ts";
import { measureDatasets, measureUploads } from "./datasets.ts";
import { measureFaultyStarts, measureOperations } from "./operations.ts";
import { measurePages, measureQueries } from "./pages.ts";
import { measureResults } from "./results.ts";
import { measureSchedules } from "./schedules.ts";
import { measureSlowReaders } from "./slow-readers.ts";
import { measureDeliveries, measureWebhooks } from "./webhooks.ts";
import { createWorstClient } from "./worst-client.ts";

/** CPU ms of work that is the same on every machine: figures of two machines, or of two hours, are compared by it. */
function referenceMs(): number {
  const text = JSON.stringify(list(20_000, (idx) => ({ id: `${idx}`.repeat(8) })));
  for (let warm = 0; warm < 10; warm++) JSON.parse(text);
  const before = process.threadCpuUsage();
  for (let times = 0; times < 10; times++) JSON.stringify(JSON.parse(text));
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 10_000;
}

const api = await startMeasuredApi();
const client = createWorstClient(api, new Set(process.argv.slice(2)));
await measureOperations(client);
const ofHook = await measureWebhooks(client);
await measureUploads(client);
await measureQueries(client);
const ofLarge = await measureResults(client);
await measureDeliveries(client, ofLarge, ofHook);
await measureDatasets(client);
await measurePages(client);
await measureFaultyStarts(client);
await measureSchedules(client);
await measureAccess(client);
await measureSlowReaders(client);
process.stdout.write(
  `JSON of 1 MB, read and written: ${referenceMs().toFixed(1)} ms CPU · load ${loadavg()[0]?.toFixed(1)}\n`,
);
await api.close();
