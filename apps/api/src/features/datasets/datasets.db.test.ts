import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { completeImport, claimDataset, createOperation, failImport } from "@longhaul/db";
import { waitFor, trialWork } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();
const CSV = "case,activity,timestamp\n1,a,2020-01-01T00:00:00Z\n";

function form(parts: Record<string, string | Blob>, fileName = "log.csv"): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === "string") data.append(name, value);
    else data.append(name, value, fileName);
  }
  return data;
}
const upload = (parts: Record<string, string | Blob>, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call("/datasets", { body: form(parts), headers });

/** Imports the next waiting dataset as a worker does. */
async function importNext(how: "ready" | "failed"): Promise<void> {
  const { fleetDb: db } = api.ctx();
  let id: string | undefined;
  await waitFor(
    async () => {
      const { rows } = await db.query<{ id: string }>(
        "SELECT id FROM datasets WHERE status = 'Importing' AND lease_until IS NULL ORDER BY created_at DESC LIMIT 1",
      );
      id = rows[0]?.id;
      return id !== undefined;
    },
    { what: "an upload" },
  );
  const claimed = await claimDataset(db, { datasetId: id ?? "", leaseMs: 60_000 });
  const claim = { datasetId: id ?? "", epoch: claimed?.epoch ?? 0 };
  if (how === "failed")
    await failImport(db, claim, {
      code: "ColumnNotIdentified",
      message: "No column could be identified as activity.",
      columns: ["a", "b"],
      line: 1,
    });
  else {
    await completeImport(db, claim, {
      tableKey: "t",
      tableBytes: 5,
      format: "csv",
      detected: { delimiter: "," },
      columns: [{ name: "case_id" }],
      quality: { score: 99.9 },
      events: 5,
      cases: 2,
      activities: 3,
      errorRecords: 1,
      timeStart: "2020-01-01T00:00:00Z",
      timeEnd: "2020-01-02T00:00:00Z",
    });
  }
}

it("stores the file, waits for its import and tells what was found", async () => {
  const [answer] = await Promise.all([
    upload({ name: "My log", mapping: '{"caseId":"case"}', file: new Blob([CSV]) }),
    importNext("ready"),
  ]);
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    name: "My log",
    status: "Ready",
    fileName: "log.csv",
    format: "csv",
    sizeBytes: CSV.length,
    counts: { events: 5, cases: 2, activities: 3, errorRecords: 1 },
    timeRange: { start: "2020-01-01T00:00:00Z", end: "2020-01-02T00:00:00Z" },
    quality: { score: 99.9 },
  });
  const location = answer.headers.get("location") ?? "";
  expect((await api.call(api.url(location))).body["datasetId"]).toBe(answer.body["datasetId"]);
  const { rows } = await api
    .ctx()
    .fleetDb.query<{ source_key: string; mapping: unknown }>("SELECT source_key, mapping FROM datasets WHERE id = $1", [
      answer.body["datasetId"],
    ]);
  expect(rows[0]?.mapping).toEqual({ caseId: "case" });
  expect(await api.ctx().storage.head(rows[0]?.source_key ?? "")).toEqual({ sizeBytes: CSV.length });
});

it("answers 422 with line and columns when the file can't be read, and keeps the dataset as Failed", async () => {
  const [answer] = await Promise.all([upload({ file: new Blob(["a,b\n1,2\n"]) }), importNext("failed")]);
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({
    errors: [{ pointer: "/file" }],
    error: { code: "unprocessable", details: { code: "ColumnNotIdentified", line: 1, columns: ["a", "b"] } },
  });
  const kept = await api.call(`/datasets/${answer.body["error"].details.datasetId}`);
  expect(kept.body).toMatchObject({ status: "Failed", error: { code: "ColumnNotIdentified" } });
});

it("answers at once, or when it has waited long enough, that the import goes on", async () => {
  const answer = await upload({ file: new Blob([CSV]) }, { prefer: "respond-async" });
  expect([answer.status, answer.body["status"], answer.headers.get("retry-after")]).toEqual([201, "Importing", "2"]);
  const late = await upload({ file: new Blob([CSV]) });
  expect([late.status, late.body["status"]]).toEqual([201, "Importing"]);
});

it.each([
  ["no file", { name: "x" }, 400, "/file"],
  ["an empty file", { file: new Blob([]) }, 400, "/file"],
  ["an unknown part", { file: new Blob([CSV]), colour: "red" }, 400, "/colour"],
  ["a mapping that is no JSON", { file: new Blob([CSV]), mapping: "{" }, 400, "/mapping"],
  ["an unknown role", { file: new Blob([CSV]), mapping: '{"colour":"red"}' }, 400, "/mapping/colour"],
  ["an unknown encoding", { file: new Blob([CSV]), mapping: '{"encoding":"latin99"}' }, 400, "/mapping/encoding"],
  ["a blank name", { file: new Blob([CSV]), name: " " }, 400, "/name"],
  ["too large a file", { file: new Blob([Buffer.alloc(5_000_001, "a")]) }, 413, undefined],
])("refuses %s and keeps nothing", async (_what, parts, status, pointer) => {
  const answer = await upload(parts);
  expect([answer.status, answer.body["errors"]?.[0]?.pointer]).toEqual([status, pointer]);
  const { rows } = await api.ctx().fleetDb.query<{ id: string }>("SELECT id FROM datasets");
  const stored = new Set<string>();
  for await (const { key } of api.ctx().storage.list(`datasets/${api.tenantId}`)) stored.add(key.split("/")[2] ?? "");
  expect([...stored].filter((id) => !rows.some((row) => row.id === id))).toEqual([]);
});

it("refuses what is neither a multipart form nor JSON", async () => {
  const headers = { "content-type": "text/csv" };
  expect((await api.call("/datasets", { body: CSV, headers })).status).toBe(415);
});

it("forgets an upload that was cut off", async () => {
  const { fleetDb: db } = api.ctx();
  const before = await db.query<{ n: number }>("SELECT count(*) AS n FROM datasets");
  const url = new URL(api.project("/datasets"));
  const req = request(url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await api.token()}`,
      "content-type": "multipart/form-data; boundary=x",
      "content-length": 1_000_000,
    },
  });
  req.on("error", () => undefined);
  const files = async (): Promise<number> =>
    (await readdir(join(api.folder(), "storage"), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    ).length;
  const atRest = await files();
  req.write(`--x\r\nContent-Disposition: form-data; name="file"; filename="log.csv"\r\n\r\n${"a".repeat(300_000)}`);
  await waitFor(async () => (await files()) > atRest, { what: "the upload's beginning" });
  req.destroy();
  await waitFor(async () => (await files()) === atRest, { what: "the upload's end" });
  expect((await db.query<{ n: number }>("SELECT count(*) AS n FROM datasets")).rows).toEqual(before.rows);
});

it("lists, and deletes what no live operation reads", async () => {
  const list = await api.call("/datasets?pageSize=1&status=ready");
  expect(list.body).toMatchObject({ page: 1, pageSize: 1, datasets: [{ status: "Ready" }] });
  const id = list.body["datasets"][0].datasetId as string;
  const operationId = `op-${randomUUID()}`;
  await createOperation(api.ctx().fleetDb, {
    id: operationId,
    tenantId: api.tenantId,
    projectId: api.projectId,
    ...trialWork,
    priority: "Low",
    timeoutSec: 9,
    datasetId: id,
    createdBy: "x",
  });
  const refused = await api.call(`/datasets/${id}`, { method: "DELETE" });
  expect([refused.status, refused.body["error"].details.operationIds]).toEqual([409, [operationId]]);
  await api.call(`/async/operation/${operationId}`, { method: "DELETE" });
  expect((await api.call(`/datasets/${id}`, { method: "DELETE" })).status).toBe(200);
  expect((await api.call(`/datasets/${id}`)).status).toBe(404);
  expect(await Array.fromAsync(api.ctx().storage.list(`datasets/${api.tenantId}/${id}`))).toEqual([]);
  const stranger = await api.token({ tenants: { [randomUUID()]: { projects: "*" } } });
  expect((await api.call("/datasets", { token: stranger })).status).toBe(404);
});

it("makes one dataset of uploads with one Idempotency-Key, and keeps one file", async () => {
  const headers = { "idempotency-key": randomUUID(), prefer: "respond-async" };
  const file = new Blob([`${CSV}2,b,2020-01-01T00:00:00Z\n`]);
  const first = await upload({ name: "once", file }, headers);
  expect([first.status, first.headers.get("preference-applied")]).toEqual([201, "respond-async"]);
  const again = await upload({ file, name: "once" }, headers);
  expect([again.status, again.headers.get("idempotent-replayed"), again.body["datasetId"]]).toEqual([
    201,
    "true",
    first.body["datasetId"],
  ]);
  expect((await upload({ name: "once", file: new Blob([CSV]) }, headers)).status).toBe(422);
  expect((await upload({ name: "other", file }, headers)).status).toBe(422);
  const { rows } = await api
    .ctx()
    .fleetDb.query<{ id: string }>("SELECT id FROM datasets WHERE name IN ('once', 'other')");
  expect(rows).toHaveLength(1);
  const stored: string[] = [];
  for await (const { key } of api.ctx().storage.list(`datasets/${api.tenantId}`)) stored.push(key.split("/")[2] ?? "");
  const { rows: known } = await api.ctx().fleetDb.query<{ id: string }>("SELECT id FROM datasets");
  expect(stored.filter((id) => !known.some((row) => row.id === id))).toEqual([]);
});

it("refuses a body that says it is too large before reading it", async () => {
  const status = await new Promise<number>((resolve, reject) => {
    void api.token().then((token) => {
      const req = request(new URL(api.project("/datasets")), {
        method: "POST",
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "multipart/form-data; boundary=x",
          "content-length": 7_000_000,
        },
      });
      req.once("response", (res) => {
        resolve(res.statusCode ?? 0);
        req.destroy();
      });
      req.on("error", reject);
      req.flushHeaders();
    });
  });
  expect(status).toBe(413);
});

it.each(["a\0b.csv", "../../etc/passwd", "C:\\logs\\log.csv", `${"x".repeat(5000)}.csv`, '"; name="x', ""])(
  "takes the file name %j for no more than a name",
  async (fileName) => {
    const answer = await api.call("/datasets", {
      body: form({ file: new Blob([CSV]) }, fileName),
      headers: { prefer: "respond-async" },
    });
    expect(answer.status).toBeLessThan(500);
    expect(answer.body["fileName"] ?? "").not.toMatch(/[\0/\\]/);
  },
);
