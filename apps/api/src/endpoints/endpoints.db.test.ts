import { expect, it } from "vitest";
import { useApi } from "../test/use-api.ts";
import type { Endpoint } from "./define-endpoint.ts";
import { listEndpoints } from "../list-endpoints.ts";

const api = useApi();

/** Below a project: pages for browsers are given queries that others have put there. */
const endpoints = (): readonly Endpoint[] =>
  listEndpoints(api.ctx().registry).filter(({ permission }) => permission !== "public");

/** Asks for what isn't there. */
async function faultsOf({ method, path }: Endpoint, query: string, json?: unknown): Promise<unknown> {
  const ids = { tenantId: api.tenantId, projectId: api.projectId, version: "1" } as const;
  const url = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    name in ids ? ids[name as keyof typeof ids] : "00000000-0000-4000-8000-000000000000",
  );
  const answer = await api.call(api.url(`${url}${query}`), {
    method: method.toUpperCase(),
    ...(json === undefined ? {} : { json }),
  });
  const { errors = [] } = answer.body as { readonly errors?: readonly { readonly pointer: string }[] };
  return [answer.status, errors.some(({ pointer }) => /^[?/]strange$/.test(pointer))];
}

it("each endpoint that has a query refuses what it doesn't name", async () => {
  const queried = endpoints().filter(({ rawQuery, query = rawQuery }) => query !== undefined);
  for (const endpoint of queried)
    expect([endpoint.id, await faultsOf(endpoint, "?strange=1")]).toEqual([endpoint.id, [400, true]]);
  expect(queried.length).toBeGreaterThan(20);
});

it("each endpoint that has a JSON body refuses what it doesn't name", async () => {
  const bodied = endpoints().filter(({ rawBody, body = rawBody, isUpload }) => body !== undefined && isUpload !== true);
  for (const endpoint of bodied)
    expect([endpoint.id, await faultsOf(endpoint, "", { strange: 1 })]).toEqual([endpoint.id, [400, true]]);
  expect(bodied.length).toBeGreaterThan(15);
});
