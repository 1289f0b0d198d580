import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient, ImportFailed, type Client, type DatasetEvent } from "@longhaul/sdk";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useService } from "./use-service.ts";

const LOG = "case,activity,timestamp\n1,Receive,2024-01-01T08:00:00Z\n1,Ship,2024-01-01T09:00:00Z\n";
const HALF = Math.floor(LOG.length / 2);

describeEachBackend("an import that is under way", (backend) => {
  const service = useService(backend);
  let server: Server;
  /** Downloads that have had half of the file, and get the rest when the test says so. */
  const held: ServerResponse[] = [];

  beforeAll(async () => {
    server = createServer((_req, res) => {
      res.writeHead(200, { "content-length": LOG.length });
      res.write(LOG.slice(0, HALF));
      held.push(res);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const client = (): Client => createClient(service.connection());
  const urlOf = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/log.csv`;

  /** Begins an import whose file comes by half. */
  async function begin(path = "/datasets"): Promise<{ readonly datasetId: string; readonly download: ServerResponse }> {
    const before = held.length;
    const headers = { prefer: "respond-async" };
    const { body, status } = await service.call(path, { json: { url: urlOf() }, headers });
    expect([status, body["status"]].join()).toMatch(/^201,(Importing|Ready)$/);
    await waitFor(() => held.length > before, { what: "the download" });
    return { datasetId: String(body["datasetId"]), download: held.at(-1) as ServerResponse };
  }

  async function usedBytes(): Promise<number> {
    const { body } = await service.call("/async/quotas");
    const quotas = body["quotas"] as { quota: string; level: string; used: number }[];
    return quotas.find(({ quota, level }) => quota === "datasetBytes" && level === "project")?.used ?? NaN;
  }

  const cancel = (datasetId: string, json: unknown = {}): Promise<ServiceAnswer> =>
    service.call(`/datasets/${datasetId}/cancel`, { json });
  const filesOf = async (datasetId: string): Promise<string[]> =>
    (await service.storedFiles()).filter((name) => name.includes(datasetId));

  it("is followed from its start to its end while the API is killed and replaced", async () => {
    const { datasetId, download } = await begin();
    const events: DatasetEvent[] = [];
    const followed = (async () => {
      for await (const event of client().datasets.watch(datasetId)) events.push(event);
    })();
    const isGetting = ({ data }: DatasetEvent): boolean => data.progress.processedBytes === HALF;
    await waitFor(() => events.some(isGetting), { what: "half of the file" });
    expect(events.find(isGetting)?.data).toMatchObject({
      status: "Importing",
      progress: {
        currentActivity: "Getting the file",
        percentage: Math.floor((50 * HALF) / LOG.length),
        totalBytes: LOG.length,
      },
    });
    const before = events.length;
    await service.crash("api");
    expect(events).toHaveLength(before);
    download.end(LOG.slice(HALF));
    await followed;
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, idx) => idx + 1));
    expect(events.map(({ type }) => type)).toEqual([
      "dataset.created",
      ...events.slice(2).map(() => "dataset.progress"),
      "dataset.ready",
    ]);
    expect(events.at(-1)?.data).toMatchObject({
      status: "Ready",
      version: 1,
      format: "csv",
      counts: { events: 2, cases: 1, activities: 2 },
      progress: { percentage: 100 },
    });
  });

  it("stops within a second of being cancelled, and leaves nothing behind but why", async () => {
    const used = await usedBytes();
    const { datasetId, download } = await begin();
    const isGetting = async (): Promise<boolean> =>
      Number((await service.call(`/datasets/${datasetId}`)).body["importProgress"]) > 0;
    await waitFor(isGetting, { what: "half of the file" });
    const since = performance.now();
    const closed = once(download, "close").then(() => performance.now() - since);
    const cancelled = await cancel(datasetId, { reason: "the wrong file" });
    expect([cancelled.status, cancelled.body]).toMatchObject([
      200,
      { status: "Cancelled", cancellation: { cancelledBy: "ann", reason: "the wrong file" } },
    ]);
    expect(await closed).toBeLessThan(1_000);
    expect((await cancel(datasetId, { reason: "another" })).body).toEqual(cancelled.body);
    expect((await service.call(`/datasets/${datasetId}`)).body).toEqual(cancelled.body);
    await waitFor(async () => (await filesOf(datasetId)).length === 0, { what: "no file of it" });
    expect(await usedBytes()).toBe(used);
    const events: DatasetEvent[] = [];
    for await (const event of client().datasets.watch(datasetId)) events.push(event);
    expect(events.at(-1)).toMatchObject({
      type: "dataset.cancelled",
      data: { status: "Cancelled", cancellation: { reason: "the wrong file" } },
    });
  });

  it("is cancelled as a version alone, while the current one stays and the one behind it goes on", async () => {
    const { body } = await service.upload(LOG);
    const datasetId = String(body["datasetId"]);
    const second = await begin(`/datasets/${datasetId}/replace`);
    const headers = { prefer: "respond-async" };
    const third = await service.call(`/datasets/${datasetId}/append`, { json: { url: urlOf() }, headers });
    expect(third.body).toMatchObject({ version: 3, status: "Importing" });
    const before = held.length;
    expect((await cancel(datasetId, { version: 2 })).body).toMatchObject({ version: 2, status: "Cancelled" });
    await waitFor(() => second.download.destroyed, { what: "the end of the second download" });
    await waitFor(() => held.length > before, { what: "the third version's download" });
    held.at(-1)?.end(LOG.slice(HALF));
    const events: DatasetEvent[] = [];
    for await (const event of client().datasets.watch(datasetId, { version: 3 })) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: "dataset.ready", data: { version: 3, counts: { events: 4 } } });
    const current = await service.call(`/datasets/${datasetId}`);
    expect(current.body).toMatchObject({ version: 3, status: "Ready", counts: { events: 4 } });
    const refused = await cancel(datasetId);
    expect([refused.status, refused.body["error"]]).toMatchObject([
      409,
      { code: "conflict", details: { version: 3, status: "Ready" } },
    ]);
  });

  it("ends its process when it is cancelled while it is read, and tells who waits for it", async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, at) => `${at % 97},step ${at % 11},2024-01-01T08:00:00Z,${"x".repeat(20)}\n`,
    );
    const content = `case,activity,timestamp,note\n${rows.join("").repeat(40)}`;
    const seen: string[] = [];
    const { datasets } = client();
    let datasetId = "";
    const uploaded = datasets.upload(new Blob([content]), "large.csv", {
      onProgress: (dataset, doing) => {
        datasetId = dataset.datasetId;
        if (doing?.currentActivity !== undefined) seen.push(doing.currentActivity);
      },
    });
    const told = uploaded.catch((err: unknown) => err);
    await waitFor(() => seen.length > 0, { what: "what the import is doing" });
    const cancelled = await datasets.cancel(datasetId, { reason: "too large" });
    expect(cancelled.status).toBe("Cancelled");
    const err = await told;
    expect(err).toBeInstanceOf(ImportFailed);
    expect(String(err)).toMatch(/was cancelled: too large$/);
    await waitFor(async () => (await filesOf(datasetId)).length === 0, { what: "no file of it" });
    const again = await service.call(`/datasets/${datasetId}/remap`, { json: { mapping: {} } });
    expect([again.status, again.body["error"]["message"]]).toEqual([
      409,
      "the import was cancelled and its file deleted; upload it again with the mapping",
    ]);
  });
});
