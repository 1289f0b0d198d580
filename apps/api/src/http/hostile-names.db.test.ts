import { randomUUID } from "node:crypto";
import { HOSTILE_NAMES, pollutedKeys, UNPRINTABLE_NAMES } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { claim, runPhase, TRIAL } from "../test/drive-operation.ts";
import { useApi } from "../test/use-api.ts";

const api = useApi();
const NAMES = HOSTILE_NAMES.map((name) => name.trim());

describe("hostile names", () => {
  it("of operations come back as they are, in the status, the list and the results", async () => {
    const ids = await Promise.all(
      NAMES.map(async (operationName) => {
        const answer = await api.call("/async/operation", { json: { ...TRIAL, operationName } });
        expect([operationName, answer.status]).toEqual([operationName, 202]);
        return String(answer.body["operationId"]);
      }),
    );
    const list = await api.call("/async/operations?pageSize=100");
    const listed = (list.body["operations"] as { operationName: string }[]).map(({ operationName }) => operationName);
    expect(listed.toSorted()).toEqual(NAMES.toSorted());
    const id = ids[0] ?? "";
    expect((await api.call(`/async/operation/${id}`)).body["operationName"]).toBe(NAMES[0]);
    await runPhase(api, await claim(api, id), 0);
    await api.call(`/async/operation/${id}`, { method: "DELETE", json: { reason: "__proto__" } });
    for (const phase of ["__proto__", "constructor", "toString"]) {
      expect((await api.call(`/async/operation/${id}/results?phase=${phase}`)).status).toBe(404);
    }
    expect((await api.call(`/async/operation/${id}/results?format=detailed`)).status).toBe(200);
  });

  it("as keys of a batch's operations are keys like others", async () => {
    const usable = NAMES.filter((name) => name.length > 0);
    const operations = usable.map((operationKey, idx) => ({
      ...TRIAL,
      operationKey,
      ...(idx === 0 ? {} : { dependencies: [usable[idx - 1]] }),
    }));
    const started = await api.call("/async/batch", { json: { batchName: "__proto__", operations } });
    expect([started.status, started.text.slice(0, 300)]).toMatchObject([202, expect.anything()]);
    const path = `/async/batch/${String(started.body["batchId"])}`;
    const { body } = await api.call(path);
    expect((body["operations"] as { operationKey: string }[]).map(({ operationKey }) => operationKey)).toEqual(usable);
    const dot = await api.call(`${path}/graph?format=dot`);
    expect(dot.text.match(/->/g)).toHaveLength(usable.length - 1);
    const twice = { ...TRIAL, operationKey: "__proto__" };
    const answer = await api.call("/async/batch", { json: { batchName: "x", operations: [twice, twice] } });
    expect(answer.status).toBe(400);
    const lost = { ...TRIAL, operationKey: "a", dependencies: ["constructor"] };
    expect((await api.call("/async/batch", { json: { batchName: "x", operations: [lost] } })).status).toBe(400);
  });

  it.each([...NAMES, ...UNPRINTABLE_NAMES])("of datasets, their files and columns: %j", async (name) => {
    const form = new FormData();
    form.set("file", new Blob(["a,b,c\n1,x,2024-01-01\n"]), name);
    const isUsable = name.trim() !== "" && name.isWellFormed() && !name.includes("\0");
    if (isUsable) form.set("name", name);
    form.set("mapping", JSON.stringify({ caseId: name || "a", activity: "constructor" }));
    const answer = await api.call("/datasets", { body: form, headers: { prefer: "respond-async" } });
    expect(answer.status).toBe(isUsable || name.trim() === "" ? answer.status : 400);
    expect(answer.status).toBeLessThan(500);
    if (!isUsable) return;
    expect(answer.status).toBe(201);
    const found = await api.call(`/datasets/${String(answer.body["datasetId"])}`);
    // Line breaks of a form arrive as CR LF.
    expect(found.body["name"]).toBe(name.trim().replaceAll(/\r?\n/g, "\r\n"));
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("%s as any key is refused", async (name) => {
    const text = (body: string) =>
      api.call("/async/operation", { body, headers: { "content-type": "application/json" } });
    for (const [body, pointer] of [
      [`{"operationType":"Trial","operationName":"x","${name}":{"a":1}}`, `/${name}`],
      [`{"operationType":"Trial","operationName":"x","parameters":{"${name}":{"a":1}}}`, `/parameters/${name}`],
      [`{"operationType":"${name}","operationName":"x"}`, "/operationType"],
    ] as const) {
      const answer = await text(body);
      expect([body, answer.status, answer.body["errors"]?.[0].pointer]).toEqual([body, 400, pointer]);
    }
    for (const query of [`${name}=1`, `${name}[a]=1`, `status[${name}]=Failed`, `status=${name}`]) {
      expect([query, (await api.call(`/async/operations?${query}`)).status]).toEqual([query, 400]);
    }
    for (const path of [`/async/operation/${name}`, `/async/batch/${name}`, `/async/webhooks/${name}`]) {
      expect([path, (await api.call(path)).status]).toEqual([path, 404]);
    }
    const token = await api.token({ tenants: { [name]: { projects: "*" } } });
    expect((await api.call("/async/operations", { token })).status).toBe(404);
  });

  it("as Idempotency-Keys are keys like others", async () => {
    const ids = await Promise.all(
      ["__proto__", "constructor", "toString"].map(async (name) => {
        const answer = await api.call("/async/operation", { json: TRIAL, headers: { "idempotency-key": name } });
        return String(answer.body["operationId"]);
      }),
    );
    expect(new Set(ids).size).toBe(3);
  });

  it("of webhooks and their headers are told as they are", async () => {
    const headers = { constructor: "b", toString: "c" };
    const body = `{"webhookUrl":"https://example.com/${randomUUID()}","webhookName":"__proto__","headers":${JSON.stringify(headers)}}`;
    const made = await api.call("/async/webhooks", { body, headers: { "content-type": "application/json" } });
    expect([made.status, made.body["webhookName"]]).toEqual([201, "__proto__"]);
    const { text } = await api.call(`/async/webhooks/${String(made.body["webhookId"])}`);
    expect(pollutedKeys()).toEqual([]);
    expect(text).toContain('"headers":{"toString":"c","constructor":"b"}');
  });
});
