// Accepting an operation, against Express 5 and one CTE insert: pnpm bench accept <url of a scratch database> [redis url]
import { compare, openArena } from "./bench-parts.ts";

const [databaseUrl, redisUrl] = process.argv.slice(2);
if (databaseUrl === undefined) throw new Error("name a scratch database");
const arena = await openArena(databaseUrl, redisUrl);
const { tenantId, projectId, datasetId, authorization } = arena;
const body = JSON.stringify({
  operationType: "ProcessMiningAnalysis",
  operationName: "Order-to-Cash",
  operationDescription: "Complete process mining analysis of order-to-cash process",
  priority: "High",
  timeout: 7200,
  parameters: { datasetId, analysisType: "comprehensive", algorithmSettings: { useAdvancedML: true } },
  callbacks: { onCompletion: "https://client.example/done", onError: "https://client.example/failed" },
});
const headers = { "content-type": "application/json", authorization };
await compare({
  api: {
    side: arena.api,
    method: "POST",
    path: () => `/api/${tenantId}/${projectId}/async/operation`,
    headers,
    body,
    status: 202,
  },
  baseline: {
    side: arena.baseline,
    method: "POST",
    path: () => `/${tenantId}/${projectId}`,
    headers,
    body,
    status: 202,
  },
});
await arena.close();
