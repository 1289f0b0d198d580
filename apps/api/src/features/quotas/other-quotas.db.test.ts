import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { claim, runPhase, start, TRIAL } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();

/** A project of its own, with these limits. */
async function projectWith(limits: Record<string, number>): Promise<{
  call: (path: string, options?: Parameters<typeof api.call>[1]) => Promise<Answer>;
  used: (quota: string) => Promise<number>;
}> {
  const projectId = randomUUID();
  const token = await api.token({ tenants: { [api.tenantId]: { projects: "*", role: "admin" } } });
  const call = async (path: string, options: Parameters<typeof api.call>[1] = {}): Promise<Answer> =>
    api.call(api.url(`/api/${api.tenantId}/${projectId}${path}`), { token, ...options });
  const set = await call("/async/quotas", { method: "PATCH", json: { project: limits } });
  expect(set.status).toBe(200);
  return {
    call,
    async used(quota) {
      const { quotas } = (await call("/async/quotas")).body as {
        quotas: { quota: string; level: string; used: number }[];
      };
      return quotas.find((one) => one.quota === quota && one.level === "project")?.used ?? NaN;
    },
  };
}

const upload = (bytes: number): { body: FormData; headers: { prefer: string } } => {
  const body = new FormData();
  const rows = "case,activity,time\n".padEnd(bytes, "c1,a,2026-01-01T00:00:00Z\n");
  body.set("file", new Blob([rows.slice(0, bytes)]), "log.csv");
  return { body, headers: { prefer: "respond-async" } };
};
const refusal = ({ status, body }: Answer): unknown[] => [status, body["error"]?.code, body["error"]?.details.quota];

describe("a quota", () => {
  it("of datasets' bytes is exact over uploads at the same moment, and has room again when one is deleted", async () => {
    const { call, used } = await projectWith({ datasetBytes: 2500 });
    const answers = await Promise.all([1, 2, 3, 4].map(async () => call("/datasets", upload(1000))));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body["error"]).toMatchObject({
      code: "quota_exceeded",
      details: { quota: "datasetBytes", level: "project", limit: 2500, used: 2000, wanted: 1000 },
    });
    expect(await used("datasetBytes")).toBe(2000);
    const made = answers.find(({ status }) => status === 201);
    await call(`/datasets/${made?.body["datasetId"]}`, { method: "DELETE" });
    expect((await call("/datasets", upload(1000))).status).toBe(201);
  });

  it("of datasets' bytes that is full refuses an upload before it is read, and a file from a URL", async () => {
    const { call } = await projectWith({ datasetBytes: 0 });
    expect(refusal(await call("/datasets", upload(10)))).toEqual([429, "quota_exceeded", "datasetBytes"]);
    const url = "https://example.com/log.csv";
    expect(refusal(await call("/datasets", { json: { url } }))).toEqual([429, "quota_exceeded", "datasetBytes"]);
    const headers = { ...upload(10).headers, "idempotency-key": randomUUID() };
    expect(refusal(await call("/datasets", { ...upload(10), headers }))).toEqual([
      429,
      "quota_exceeded",
      "datasetBytes",
    ]);
  });

  it("of datasets' bytes ends an upload while it arrives, once more has come than there is room for", async () => {
    const { call } = await projectWith({ datasetBytes: 1000 });
    const begin = (key?: string): Promise<Answer> => {
      const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="log.csv"\r\n\r\n';
      // Its end never comes.
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(Buffer.concat([Buffer.from(head), Buffer.alloc(2_000_000, "a,b\n")])),
      });
      const headers = { "content-type": "multipart/form-data; boundary=b" };
      return call("/datasets", {
        body,
        headers: key === undefined ? headers : { ...headers, "idempotency-key": key },
      });
    };
    expect(refusal(await begin())).toEqual([429, "quota_exceeded", "datasetBytes"]);
    const key = randomUUID();
    expect(refusal(await begin(key))).toEqual([429, "quota_exceeded", "datasetBytes"]);
    const keyed = { ...upload(900), headers: { prefer: "respond-async", "idempotency-key": key } };
    const first = await call("/datasets", keyed);
    expect(first.status).toBe(201);
    // A repetition finds room for what it has made.
    expect((await call("/datasets", keyed)).body["datasetId"]).toBe(first.body["datasetId"]);
    expect(refusal(await begin(key))).toEqual([429, "quota_exceeded", "datasetBytes"]);
  });

  it("of an upload's bytes refuses larger ones, of previews too", async () => {
    const { call } = await projectWith({ uploadBytes: 500 });
    expect((await call("/datasets", upload(501))).status).toBe(413);
    expect((await call("/datasets/preview", upload(501))).status).toBe(413);
    expect((await call("/datasets", upload(500))).status).toBe(201);
  });

  it("of webhooks is exact over registrations at the same moment", async () => {
    const { call, used } = await projectWith({ webhooks: 2 });
    const json = { webhookUrl: "https://example.com/hook", events: ["operation.completed"] };
    const answers = await Promise.all([1, 2, 3, 4].map(async () => call("/async/webhooks", { json })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 429, 429]);
    expect(await used("webhooks")).toBe(2);
  });

  it("of artifacts' bytes that is used up refuses further operations, and has room again when results go", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    await runPhase(api, await claim(api, operationId), 0);
    const bytes = Buffer.byteLength("file of phase 0");
    const limit = async (artifactBytes: number): Promise<Answer> =>
      api.call("/async/quotas", { method: "PATCH", json: { project: { artifactBytes } } });
    const answer = (await limit(bytes)).body as { quotas: unknown[] };
    expect(answer.quotas).toContainEqual({
      quota: "artifactBytes",
      level: "project",
      limit: bytes,
      used: bytes,
      isDefault: false,
    });
    expect(refusal(await api.call("/async/operation", { json: TRIAL }))).toEqual([
      429,
      "quota_exceeded",
      "artifactBytes",
    ]);
    const batch = { batchName: "b", operations: [TRIAL] };
    expect(refusal(await api.call("/async/batch", { json: batch }))).toEqual([429, "quota_exceeded", "artifactBytes"]);
    await api.call(`/async/operation/${operationId}?preservePartialResults=false`, { method: "DELETE" });
    expect((await api.call("/async/operation", { json: TRIAL })).status).toBe(202);
  });
});
