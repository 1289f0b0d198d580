import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useService } from "./use-service.ts";

const LOG = "case,activity,timestamp\n1,Receive,2024-01-01T08:00:00Z\n1,Ship,2024-01-01T09:00:00Z\n";

const service = useService(postgresBackend());
let server: Server;
let origin: string;
/** What the server answers, by path. */
const answers = new Map<string, RequestListener>();
let asked: string[] = [];

beforeAll(async () => {
  server = createServer((req, res) => {
    const path = new URL(req.url ?? "", "http://x").pathname;
    asked.push(path);
    const answer = answers.get(path);
    if (answer === undefined) res.writeHead(404).end();
    else answer(req, res);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const start = (json: Record<string, unknown>, headers: Record<string, string> = {}): Promise<ServiceAnswer> =>
  service.call("/datasets", { json, headers: { prefer: "respond-async", ...headers } });

/** A dataset once its import has ended. */
async function ended({ body }: ServiceAnswer): Promise<ServiceAnswer["body"]> {
  let dataset = body;
  await waitFor(
    async () => {
      dataset = (await service.call(`/datasets/${String(body["datasetId"])}`)).body;
      return dataset["status"] !== "Importing";
    },
    { what: "the end of the import" },
  );
  return dataset;
}

it("takes no file for which a quota has no room, whether its server tells the size or not", async () => {
  answers.set("/told.csv", (_req, res) => res.writeHead(200, { "content-length": LOG.length }).end(LOG));
  answers.set("/untold.csv", (_req, res) => {
    res.write(LOG.slice(0, 30));
    res.end(LOG.slice(30));
  });
  const tenants = { [service.tenantId]: { projects: "*", role: "admin" } };
  const administrator = await service.mintToken({ tenants });
  const { body } = await service.call("/async/quotas");
  const quotas = body["quotas"] as { quota: string; level: string; used: number }[];
  // Nothing is stored yet: what an earlier import put aside would still count for a moment.
  const used = quotas.find(({ quota, level }) => quota === "datasetBytes" && level === "project")?.used ?? NaN;
  const limit = async (datasetBytes: number | null): Promise<void> => {
    const headers = { authorization: `Bearer ${administrator}` };
    const json = { project: { datasetBytes } };
    const answer = await service.call("/async/quotas", { method: "PATCH", json, headers });
    expect(answer.status).toBe(200);
  };
  await limit(used + LOG.length - 1);
  for (const path of ["told", "untold"]) {
    const dataset = await ended(await start({ url: `${origin}/${path}.csv` }));
    expect(dataset).toMatchObject({ status: "Failed", error: { code: "DownloadFailed" } });
    expect(JSON.stringify(dataset["error"])).toContain(`larger than the ${LOG.length - 1} bytes`);
  }
  await limit(used);
  const refused = await start({ url: `${origin}/told.csv` });
  expect([refused.status, (refused.body["error"] as { code: string }).code]).toEqual([429, "quota_exceeded"]);
  await limit(null);
  expect(await ended(await start({ url: `${origin}/told.csv` }))).toMatchObject({ status: "Ready" });
});

it("imports a log from a URL, over a redirect, and keeps nothing of what signs the URL", async () => {
  answers.set("/orders%20May.csv", (_req, res) => res.end(LOG));
  answers.set("/moved", (_req, res) => res.writeHead(302, { location: "/orders%20May.csv" }).end());
  const accepted = await start({ url: `${origin}/orders%20May.csv?signature=secret`, mapping: { caseId: "case" } });
  expect(accepted.status).toBe(201);
  const dataset = await ended(accepted);
  expect(dataset).toMatchObject({
    status: "Ready",
    name: "orders May.csv",
    sizeBytes: LOG.length,
    counts: { events: 2, cases: 1 },
    lineage: { importedFrom: `${origin}/orders%20May.csv` },
  });
  expect(JSON.stringify(dataset)).not.toContain("secret");
  expect(await ended(await start({ url: `${origin}/moved`, name: "Moved" }))).toMatchObject({
    status: "Ready",
    name: "Moved",
  });
  // The file is stored, so that it can be read again with another mapping.
  const again = await service.remap(String(dataset["datasetId"]), {
    mapping: { activity: "case", caseId: "activity" },
  });
  expect(again.body).toMatchObject({ status: "Ready", counts: { cases: 2 } });
});

it("asks again for what may pass, once for each Idempotency-Key", async () => {
  let times = 0;
  answers.set("/busy.csv", (_req, res) => {
    if (times++ === 0) res.writeHead(503).end();
    else res.end(LOG);
  });
  const key = { "idempotency-key": "busy" };
  const [first, second] = [
    await start({ url: `${origin}/busy.csv` }, key),
    await start({ url: `${origin}/busy.csv` }, key),
  ];
  expect(second.body["datasetId"]).toBe(first.body["datasetId"]);
  expect(await ended(first)).toMatchObject({ status: "Ready", counts: { events: 2 } });
  expect(times).toBe(2);
});

it("gets the file once more after the worker that got it was killed", async () => {
  let times = 0;
  answers.set("/slow.csv", (_req, res) => {
    times++;
    res.setHeader("content-length", LOG.length);
    if (times === 1) res.write(LOG.slice(0, 30));
    else res.end(LOG);
  });
  const accepted = await start({ url: `${origin}/slow.csv` });
  await waitFor(() => times === 1, { what: "the first attempt" });
  await service.crash("operations-worker");
  expect(await ended(accepted)).toMatchObject({ status: "Ready", counts: { events: 2 } });
});

it("ends with the reason where the file can't be had or read, and lets go of one that is deleted", async () => {
  answers.set("/none.csv", (_req, res) => res.writeHead(403).end());
  answers.set("/inside", (_req, res) => res.writeHead(302, { location: "http://10.0.0.1/" }).end());
  answers.set("/empty.csv", (_req, res) => res.end());
  answers.set("/prose.txt", (_req, res) => res.end("no log at all"));
  const wanted = [
    ["/none.csv", "DownloadFailed", "the server answered 403"],
    ["/inside", "DownloadFailed", "doesn't lead to a public address"],
    ["/empty.csv", "DownloadFailed", "the file is empty"],
    ["/prose.txt", expect.stringMatching(/^(?!DownloadFailed)/), ""],
  ] as const;
  for (const [path, code, message] of wanted) {
    expect(await ended(await start({ url: origin + path }))).toMatchObject({
      status: "Failed",
      error: { code, message: expect.stringContaining(message) },
    });
  }
  let closed = false;
  answers.set("/endless.csv", (_req, res) => {
    res.once("close", () => (closed = true));
    res.write(LOG);
  });
  const { body } = await start({ url: `${origin}/endless.csv` });
  await waitFor(() => asked.includes("/endless.csv"), { what: "the request for the file" });
  expect((await service.call(`/datasets/${String(body["datasetId"])}`, { method: "DELETE" })).status).toBe(200);
  await waitFor(() => closed, { what: "the end of the connection" });
});

it.each([
  ["no URL", {}, "/url"],
  ["a file of the machine", { url: "file:///etc/passwd" }, "/url"],
  ["a private address", { url: "http://10.1.2.3/log.csv" }, "/url"],
  ["the metadata service", { url: "http://169.254.169.254/latest" }, "/url"],
  ["a password in the URL", { url: "https://ann:secret@example.com/log.csv" }, "/url"],
  [
    "a mapping that is none",
    { url: "https://example.com/log.csv", mapping: { delimiter: ";;" } },
    "/mapping/delimiter",
  ],
  ["an unknown key", { url: "https://example.com/log.csv", uri: "x" }, "/uri"],
])("refuses %s at once", async (_what, json, pointer) => {
  asked = [];
  const { status, body } = await start(json);
  expect([status, (body["errors"] as { pointer: string }[]).map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
});
