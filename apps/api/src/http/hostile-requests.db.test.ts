import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { useApi } from "../test/use-api.ts";

const api = useApi();
const TRIAL = { operationType: "Trial", operationName: "A trial", parameters: {} };
const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const json = { "content-type": "application/json" };

it.each([
  ["a NUL in a name", { json: { ...TRIAL, operationName: "a\u0000b" } }],
  ["half a surrogate pair in a name", { json: { ...TRIAL, operationName: "a\ud800b" } }],
  ["a NUL in a notification", { json: { ...TRIAL, notifications: { slack: { channel: "#\u0000" } } } }],
  ["half a surrogate pair in a notification", { json: { ...TRIAL, notifications: { slack: { channel: "#\udc00" } } } }],
  [
    "deep nesting",
    { body: `{"operationType":"Trial","operationName":"x","parameters":{"a":${deep(200_000)}}}`, headers: json },
  ],
  ["an array", { json: [TRIAL] }],
  ["a number", { body: "7", headers: json }],
  ["null", { body: "null", headers: json }],
  [
    "half a surrogate pair in a key",
    { body: `{"operationType":"Trial","operationName":"x","parameters":{"\\ud800":1}}`, headers: json },
  ],
])("refuses %s as a fault of the request", async (_what, options) => {
  const answer = await api.call("/async/operation", options);
  expect([answer.status, answer.body["error"].code]).toEqual([400, "validation_failed"]);
});

it("takes a key named __proto__ for no more than a key", async () => {
  const body = `{"__proto__":{"priority":"Low"},"operationType":"Trial","operationName":"x"}`;
  const answer = await api.call("/async/operation", { body, headers: json });
  expect(answer.body["priority"] ?? answer.body["errors"][0].pointer).toMatch(/^(Normal|\/__proto__)$/);
});

it.each([
  ["GET", `/async/operation/op-%00`],
  ["GET", `/async/operation/%E0%A4%A`],
  ["GET", `/async/operation/op-${randomUUID()}/results?phase=%00`],
  ["GET", "/async/operations?operationType=%00"],
  ["GET", "/async/operations?page[a]=1"],
  ["GET", "/async/operations?dateFrom=0000-01-01"],
  ["GET", "/async/operations?dateTo=9999-12-31"],
  ["GET", `/async/operations?cursor=${Buffer.from('["2024-01-01T00:00:00Z","\\u0000"]').toString("base64url")}`],
  ["GET", `/async/operations?cursor=${Buffer.from('["1","x"]').toString("base64url")}`],
  ["DELETE", "/async/operation/op-%00"],
  ["DELETE", `/async/operation/op-${randomUUID()}?reason=%00`],
  ["GET", "/datasets?page=9007199254740991"],
  ["GET", "/datasets/%00"],
])("answers %s %s with anything but a fault of its own", async (method, path) => {
  const answer = await api.call(path, { method });
  expect(answer.status).toBeLessThan(500);
});
