// Sends requests that are generated from the contract and then corrupted to an API of its own: pnpm bench fuzz [--requests 10000] [--seed 1]
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { createRequestGenerator, type ContractDocument } from "../src/fuzz/generate-requests.ts";
import { createRandom } from "../src/fuzz/random.ts";
import { sendRequests } from "../src/fuzz/send-requests.ts";
import { startMeasuredApi } from "./start-measured-api.ts";

const { values } = parseArgs({
  options: { requests: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
});
const ROUNDS = 10;
const api = await startMeasuredApi();
const document = (await (await fetch(`${api.url}/openapi.json`)).json()) as ContractDocument;
const next = createRequestGenerator(document, createRandom(Number(values.seed)), {
  tenantId: api.tenantId,
  projectId: api.projectId,
});
const { rssMb: rssBefore, heapMb: heapBefore } = await api.figures();
process.stdout.write(`before · RSS ${rssBefore.toFixed(0)} MB, heap ${heapBefore.toFixed(0)} MB\n`);
for (let round = 1; round <= ROUNDS; round++) {
  const { byStatus, failures, largestFault, largest } = await sendRequests(api.url, api.authorization, next, {
    requests: Math.ceil(Number(values.requests) / ROUNDS),
    connections: 4,
  });
  const { p99, max, cpuP99, cpuMax, rssMb, heapMb, idle } = await api.figures();
  const statuses = Object.entries(byStatus).map(([status, count]) => `${status}: ${count}`);
  process.stdout.write(
    `round ${round} · ${statuses.join(", ")} · ${failures.length} of 5xx or without answer · largest fault ${largestFault} B, answer ${largest.bytes} B (${largest.path}) · ` +
      `event loop p99 ${p99.toFixed(0)} ms, max ${max.toFixed(0)} ms (idle process ${idle.p99.toFixed(0)} and ${idle.max.toFixed(0)}), ` +
      `CPU of a turn p99 ${cpuP99.toFixed(0)} ms, max ${cpuMax.toFixed(0)} ms · RSS ${rssMb.toFixed(0)} MB, heap ${heapMb.toFixed(0)} MB · load ${loadavg()[0]?.toFixed(1)}\n`,
  );
  for (const { request, outcome } of failures.slice(0, 5))
    process.stdout.write(`  ${outcome}: ${JSON.stringify(request).slice(0, 500)}\n`);
}
await api.close();
