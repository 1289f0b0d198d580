import type { WorstClient } from "./worst-client.ts";

/** What the API serves beside a project's resources: its contract, pages, health and the queue board. */
export async function measurePages({ base, measure }: WorstClient): Promise<void> {
  await measure("getOpenApi", ".json", { path: "/openapi.json" });
  await measure("queueBoard", "plain", {
    path: "/admin/queues/api/queues?activeQueue=operations&status=latest&page=1&jobsPerPage=100",
  });
  await measure("getDocsFile", "plain", { path: "/docs/swagger-ui-bundle.js" });
  await measure("getHealth", "plain", { path: "/healthz" });
  await measure("getReadiness", "plain", { path: "/readyz" });
  await measure("getDocs", "plain", { path: "/docs" });
  await measure("getGuide", "plain", { path: "/docs/guide" });
  await measure("getStartPage", "plain", { path: "/" });
  await measure("getLlmsText", "plain", { path: "/llms.txt" });
  await measure("ping", "plain", { path: `${base}/async/ping` });
  await measure("listOperationTypes", "plain", { path: `${base}/async/operation-types` });
}

/** Query strings as long, and as deeply nested, as HTTP lets them be. */
export async function measureQueries({ base, measure }: WorstClient): Promise<void> {
  await measure("listOperations", "16 kB of query", { path: `${base}/async/operations?${"a=1&".repeat(3500)}` });
  await measure("listOperations", "query of 900 brackets", {
    path: `${base}/async/operations?a${"[b]".repeat(900)}=1`,
  });
}
