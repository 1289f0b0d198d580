import { seedCases, seedLog, seedResults } from "../seed-large.ts";
import { callbacks, trial } from "./bodies.ts";
import type { WorstClient } from "./worst-client.ts";

/**
 * Results, cases and logs as large as the ledger keeps: phases may put out 64 million characters each.
 * @returns the path of their operation
 */
export async function measureResults({ api, base, make, measure }: WorstClient): Promise<string> {
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
  return ofLarge;
}
