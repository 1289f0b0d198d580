import { createRandom, createRequestGenerator, sendRequests, type ContractDocument } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useApi } from "../test/use-api.ts";

const api = useApi();

it.each([1, 2])(
  "answers requests made from its contract and spoilt with no fault of its own, seed %i",
  async (seed) => {
    const document = (await api.call(api.url("/openapi.json"), { token: null })).body as unknown as ContractDocument;
    const { tenantId, projectId } = api;
    const next = createRequestGenerator(document, createRandom(seed), { tenantId, projectId });
    const authorization = `Bearer ${await api.token()}`;
    const figures = await sendRequests(new URL(api.url("/")).origin, authorization, next, {
      requests: 200,
      connections: 4,
    });
    expect(figures.failures).toEqual([]);
    expect(figures.largestFault).toBeLessThan(256_000);
    expect(Object.keys(figures.byStatus)).toEqual(expect.arrayContaining(["400", "404"]));
  },
);
