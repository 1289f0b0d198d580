import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { useApi } from "../test/use-api.ts";

const api = useApi();

it.each([
  ["X-Tenant-Id", () => randomUUID()],
  ["X-Project-Id", () => randomUUID()],
  ["x-tenant-id", () => "acme"],
  ["X-Project-Id", () => ""],
])("refuses every request whose %s isn't the path's, before anything is done", async (header, value) => {
  const { paths } = (await api.call(api.url("/openapi.json"))).body as { paths: Record<string, object> };
  const scoped = Object.entries(paths).filter(([path]) => path.startsWith("/api/{tenantId}/{projectId}/"));
  expect(scoped.length).toBeGreaterThan(20);
  for (const [path, item] of scoped) {
    const real = path
      .replace("{tenantId}", api.tenantId)
      .replace("{projectId}", api.projectId)
      .replaceAll(/\{\w+\}/g, () => randomUUID());
    for (const method of Object.keys(item)) {
      const answer = await api.call(api.url(real), { method: method.toUpperCase(), headers: { [header]: value() } });
      expect([path, answer.status]).toEqual([path, 400]);
      expect(answer.text.toLowerCase()).toContain(`"pointer":"${header.toLowerCase()}"`);
    }
  }
});

it("takes headers that say what the path says, in any case", async () => {
  const headers = { "X-Tenant-Id": api.tenantId.toUpperCase(), "X-Project-Id": api.projectId };
  expect((await api.call("/async/ping", { headers })).status).toBe(200);
});
