import { casesQuerySchema, type CasesQuery, type QuotaPatch, type RetryBody } from "@longhaul/contracts";
import { expect, it } from "vitest";
import { CHANGES_NOTHING, type KeyHonored } from "../answers/run-idempotent.ts";
import { PROJECT, defineEndpoint, type Given } from "./define-endpoint.ts";

const told = {
  path: `${PROJECT}/async/things`,
  permission: "read",
  id: "things",
  tag: "About",
  summary: "Things",
  description: "Some.",
  answers: { 200: { description: "all" } },
} as const;

const byQuery = async (_req: unknown, _res: unknown, { query }: Given<CasesQuery>): Promise<unknown> => query.limit;
const byBody = async (_req: unknown, _res: unknown, { body }: Given<unknown, QuotaPatch>): Promise<unknown> =>
  body.tenantWeight;
const forgetful = async (): Promise<void> => undefined;
const careful = async (_req: unknown, _res: unknown, _given: Given<unknown, RetryBody>): Promise<KeyHonored> =>
  CHANGES_NOTHING;

it("takes handlers of what an endpoint declares, and types refuse any other", () => {
  const right = [
    defineEndpoint({ ...told, method: "get", query: casesQuerySchema, handle: () => byQuery }),
    defineEndpoint({ ...told, method: "patch", body: "QuotaPatch", handle: () => byBody }),
    defineEndpoint({ ...told, method: "post", body: "RetryRequest", handle: () => careful }),
  ];
  const wrong = [
    // @ts-expect-error -- a query that isn't declared, and so not judged
    defineEndpoint({ ...told, method: "get", handle: () => byQuery }),
    // @ts-expect-error -- a body that isn't declared
    defineEndpoint({ ...told, method: "patch", handle: () => byBody }),
    // @ts-expect-error -- the body of another endpoint
    defineEndpoint({ ...told, method: "patch", body: "ApiKeyRequest", handle: () => byBody }),
    // @ts-expect-error -- a body that the handler is to judge itself
    defineEndpoint({ ...told, method: "patch", rawBody: "QuotaPatch", handle: () => byBody }),
    // @ts-expect-error -- a POST that forgets the request's key
    defineEndpoint({ ...told, method: "post", handle: () => forgetful }),
  ];
  expect([right.length, wrong.length]).toEqual([3, 5]);
});
