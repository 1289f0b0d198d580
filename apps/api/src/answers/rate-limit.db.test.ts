import { randomUUID } from "node:crypto";
import { NO_QUOTAS } from "@longhaul/domain";
import { expect, it } from "vitest";
import { useApi } from "../test/use-api.ts";

const api = useApi(null, { quotas: { ...NO_QUOTAS, tenant: { requestsPerMinute: 3 } } });

it("refuses a tenant's requests beyond its limit, says when to come back, and leaves other tenants alone", async () => {
  const other = randomUUID();
  const listOf = async (tenantId: string, token: string): Promise<number> => {
    const path = `/api/${tenantId}/${randomUUID()}/async/operations`;
    return (await fetch(api.url(path), { headers: { authorization: `Bearer ${token}` } })).status;
  };
  const list = "/async/operations";

  // Neither what the token doesn't cover nor a bad token counts.
  expect(await listOf(api.tenantId, "nonsense")).toBe(401);
  expect(await listOf(api.tenantId, await api.token({ tenants: { [other]: { projects: "*" } } }))).toBe(404);
  const answers = [await api.call(list), await api.call(list), await api.call(list), await api.call(list)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(answers[1]?.headers.get("ratelimit")).toMatch(/^"tenant"; r=1; t=\d+$/);
  expect(answers[1]?.headers.get("ratelimit-policy")).toMatch(/^"tenant"; q=3; w=60; pk=:.+:$/);
  const refused = answers[3];
  const retryAfter = Number(refused?.headers.get("retry-after"));
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
  expect(refused?.body["error"]).toMatchObject({
    code: "rate_limited",
    message: `this tenant has sent its 3 requests of this minute; send the next in ${retryAfter} s`,
  });
  expect(await listOf(other, await api.token({ tenants: { [other]: { projects: "*" } } }))).toBe(200);
});
