import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { TRIAL } from "../test/drive-operation.ts";
import { useApi } from "../test/use-api.ts";

const api = useApi();
const MAX_ANSWER_BYTES = 256_000;
const json = { "content-type": "application/json" };

const list = <T>(n: number, item: (idx: number) => T): T[] => Array.from({ length: n }, (_, idx) => item(idx));
const keys = (n: number, name: (idx: number) => string, value: unknown = 1): Record<string, unknown> =>
  Object.fromEntries(list(n, (idx) => [name(idx), value]));
const wide = (text: string, n: number): string => text.repeat(n);
const enrichment = (parameters: Record<string, unknown>) => ({
  operationType: "DataEnrichment",
  operationName: "x",
  parameters,
});
const batch = (operations: readonly unknown[]) => ({ batchName: "b", operations });
const [operation, batches, webhooks] = ["/async/operation", "/async/batch", "/async/webhooks"];

/** Bodies below 1 MB with as many, or as large, faults as fit. */
const BODIES: readonly (readonly [what: string, path: string, body: unknown])[] = [
  ["a batch of 320,000 empty operations", batches, batch(list(320_000, () => ({})))],
  ["a batch of 900 empty operations", batches, batch(list(900, () => ({})))],
  ["a batch of 400,000 numbers", batches, batch(list(400_000, () => 0))],
  [
    "a batch with 90,000 unknown dependencies",
    batches,
    batch(list(900, (idx) => ({ ...TRIAL, operationKey: `k${idx}`, dependencies: list(100, (n) => `x${n}`) }))),
  ],
  ["dependencies of the wrong type", batches, batch(list(1000, () => ({ dependencies: list(100, () => 0) })))],
  ["a batch of operations with 100 unknown keys each", batches, batch(list(1000, () => keys(100, (n) => `k${n}`)))],
  ["a list of dependencies without end", batches, batch([{ ...TRIAL, dependencies: list(200_000, () => "a") }])],
  ["70,000 unknown keys", operation, { ...TRIAL, ...keys(70_000, (idx) => `k${idx}`) }],
  ["70,000 unknown parameters", operation, { ...TRIAL, parameters: keys(70_000, (idx) => `k${idx}`) }],
  ["900 unknown parameters", operation, { ...TRIAL, parameters: keys(900, (idx) => `k${idx}`) }],
  ["a key of 900,000 characters", operation, { ...TRIAL, [wide("k", 900_000)]: 1 }],
  ["900 long keys", operation, { ...TRIAL, ...keys(900, (idx) => `${idx}${wide("é", 400)}`) }],
  ["keys of control characters", operation, { ...TRIAL, ...keys(99, (idx) => `${idx}${wide("\u0001", 900)}`) }],
  ["200,000 bad e-mail addresses", operation, { ...TRIAL, notifications: { email: list(200_000, () => "x") } }],
  ["an e-mail address of 900,000 characters", operation, { ...TRIAL, notifications: { email: [wide("a@", 400_000)] } }],
  ["108,000 unknown cleaning rules", operation, enrichment({ cleaningRules: list(108_000, () => "zz") })],
  ["60,000 unknown derived columns", operation, enrichment({ derivedColumns: list(60_000, (idx) => `c${idx}`) })],
  [
    "rules that map thousands of texts to nothing",
    operation,
    enrichment({
      cleaningRules: list(9, () => ({ rule: "map_activities", mapping: keys(990, (idx) => `k${idx}`, "") })),
    }),
  ],
  ["80,000 events", webhooks, { webhookUrl: "https://example.com/", events: list(80_000, () => "moon.full") }],
  ["50,000 headers", webhooks, { webhookUrl: "https://example.com/", headers: keys(50_000, (idx) => `x-${idx}`, "é") }],
  ["an address of 900,000 characters", webhooks, { webhookUrl: `https://example.com/${wide("a", 900_000)}` }],
  ["a name of 900,000 characters", operation, { ...TRIAL, operationName: wide("n", 900_000) }],
  ["a type of 900,000 characters", operation, { ...TRIAL, operationType: wide("T", 900_000) }],
  ["a patch of 70,000 keys", `${operation}/op-${randomUUID()}/retry`, patch(keys(70_000, (idx) => `k${idx}`))],
  ["lists within lists", operation, { ...TRIAL, parameters: { a: list(90, () => list(2_500, () => [])) } }],
];

function patch(updatedParameters: Record<string, unknown>): Record<string, unknown> {
  return { modifyParameters: true, updatedParameters };
}

it.each(BODIES)("answers %s with at most a hundred faults in a small answer", async (_what, path, body) => {
  for (const headers of [json, { ...json, "idempotency-key": randomUUID() }]) {
    const answer = await api.call(path, { body: JSON.stringify(body), headers });
    expect([answer.status, answer.body["error"].code]).toEqual([400, "validation_failed"]);
    expect(answer.body["errors"].length).toBeLessThanOrEqual(100);
    expect(Buffer.byteLength(answer.text)).toBeLessThan(MAX_ANSWER_BYTES);
  }
});

it("says that there are more faults than it tells, and only then", async () => {
  const many = await api.call(operation, { json: { ...TRIAL, ...keys(500, (idx) => `k${idx}`) } });
  expect([many.body["errors"].length, many.body["moreErrors"]]).toEqual([100, true]);
  expect(many.body["detail"]).toContain("(and at least 99 more)");
  const few = await api.call(operation, { json: { ...TRIAL, ...keys(100, (idx) => `k${idx}`) } });
  expect([few.body["errors"].length, few.body["moreErrors"]]).toEqual([100, undefined]);
});

it("tells a list that is too long together with the other faults of its body", async () => {
  const answer = await api.call(batches, { json: { ...batch(list(1001, () => TRIAL)), colour: "red" } });
  expect(answer.body["errors"]).toEqual([
    { pointer: "/operations", detail: expect.stringContaining("less than or equal to 1000 items; it has 1001") },
    { pointer: "/colour", detail: "colour is not allowed" },
  ]);
});

it.each([
  ["a list of statuses without end", `/async/operations?status=${wide("Running,", 1500)}`],
  ["a parameter given a thousand times", `/async/operations?${wide("page=1&", 1500)}`],
  ["a long unknown parameter", `/async/operations?${wide("k", 12_000)}=1`],
  ["1,500 unknown parameters", `/async/operations?${list(1500, (idx) => `k${idx}=`).join("&")}`],
  ["a date of 12,000 characters", `/async/operations?dateFrom=${wide("T", 12_000)}`],
  ["a long phase", `/async/operation/op-1/results?phase=${wide("p", 12_000)}`],
  ["a long cursor", `/async/operations?cursor=${wide("c", 12_000)}`],
])("answers a query with %s in few words", async (_what, path) => {
  const answer = await api.call(path);
  expect(answer.status).toBe(400);
  expect(Buffer.byteLength(answer.text)).toBeLessThan(MAX_ANSWER_BYTES);
});

it.each([
  ["a mapping that is a list without end", JSON.stringify(list(30_000, () => 0))],
  ["a mapping of unknown columns", JSON.stringify(keys(8000, (idx) => `k${idx}`))],
  ["a mapping of long names", JSON.stringify({ caseId: wide("c", 90_000) })],
  ["a mapping nested without end", `${wide("[", 40_000)}${wide("]", 40_000)}`],
  ["a mapping that is no JSON", wide("{", 90_000)],
])("answers an upload with %s in few words", async (_what, mapping) => {
  const form = new FormData();
  form.set("mapping", mapping);
  form.set("file", new Blob(["case,activity,timestamp\n"]), "a.csv");
  const answer = await api.call("/datasets", { method: "POST", body: form });
  expect(answer.status).toBe(400);
  expect(answer.body["errors"].length).toBeLessThanOrEqual(100);
  expect(Buffer.byteLength(answer.text)).toBeLessThan(MAX_ANSWER_BYTES);
});
