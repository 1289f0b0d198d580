import { list } from "./bodies.ts";
import { ROUNDS, type WorstClient } from "./worst-client.ts";

/** API keys, quotas and the audit log, once the other requests have filled it. */
export async function measureAccess({ base, make, measure }: WorstClient): Promise<void> {
  await measure("getAudit", "1,000 entries", { path: `${base}/async/audit?pageSize=1000` });
  const apiKeys = `${base}/async/api-keys`;
  const newKey = {
    keyName: "k".repeat(200),
    permissions: ["read", "operate", "datasets", "webhooks", "admin", "audit"],
  };
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
}
