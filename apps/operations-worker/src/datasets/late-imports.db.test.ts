import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { createDataset, createPreview, findImportState, requestExport } from "@longhaul/db";
import { parseAllowList } from "@longhaul/domain";
import { datasetJob } from "@longhaul/queue";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { realWork } from "../test/real-work.ts";
import { useTrialBench } from "../test/use-worker.ts";

const LOG = "case,activity,timestamp\n1,a,2024-01-01T08:00:00Z\n1,b,2024-01-01T09:00:00Z\n";

describeEachBackend("what takes longer than it may", (backend) => {
  const bench = useTrialBench(backend);
  const work = realWork(bench);
  const server = createServer((_req, res) => {
    res.writeHead(200, { "content-length": LOG.length });
    res.write(LOG.slice(0, 10));
  });

  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const queue = async (id: string): Promise<string> => {
    await bench.queues().add("datasets", datasetJob({ id, epoch: 0, name: "log.csv", ...bench.scope }));
    return id;
  };
  const file = { name: "log.csv", fileName: "log.csv", mapping: {}, createdBy: "ann" };
  const sourceKeyOf = (id: string): string => `datasets/${bench.scope.tenantId}/${id}/source`;
  const stored = async (id: string) => ({
    ...(await work.storage().put(sourceKeyOf(id), Readable.from([Buffer.from(LOG)]))),
    sourceKey: sourceKeyOf(id),
  });

  it("fails, and says which time is over and what may help, whatever it is", async () => {
    const first = await bench.startWorker();
    const before = await work.imported(await work.upload(LOG));
    await first.drain();
    await first.stop();

    const [url, preview, replaced, exported] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const sourceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log.csv`;
    const versionOf = { datasetId: before.id, version: 2, change: "replace" as const };
    const { db, scope } = { db: bench.db(), scope: bench.scope };
    await createDataset(db, { id: url, ...scope, ...file, sourceKey: sourceKeyOf(url), sourceUrl });
    await createPreview(db, { id: preview, ...scope, ...file, ...(await stored(preview)) }, 9);
    await createDataset(db, { id: replaced, ...scope, ...file, ...(await stored(replaced)), versionOf });
    await requestExport(db, { id: exported, version: before, format: "csv", createdBy: "ann" }, 9);
    await bench.startWorker({ importTimeoutMs: 1, allowList: parseAllowList("loopback") });
    const ids = { url, preview, replaced, exported };
    for (const id of Object.values(ids)) await queue(id);
    const errors = new Map<string, string>();
    for (const [kind, id] of Object.entries(ids)) {
      const state = async () => findImportState(bench.db(), id);
      await waitFor(async () => (await state())?.status === "Failed", { what: `the end of ${kind}` });
      const error = (await state())?.error;
      expect([kind, error?.code]).toEqual([kind, "ImportTimeout"]);
      errors.set(kind, error?.message ?? "");
    }
    expect(Object.fromEntries(errors)).toEqual({
      url: expect.stringMatching(/^Getting the file from its URL took longer than .+ \(IMPORT_TIMEOUT\)\. Pack it, /),
      preview: expect.stringMatching(/^Looking at the file took longer than .+ that a preview has\. Upload it/),
      replaced: expect.stringMatching(/^Reading the file took longer than .+ \(IMPORT_TIMEOUT\)\. Split it, /),
      exported: expect.stringMatching(
        /^Writing the file took longer than .+ \(IMPORT_TIMEOUT\)\. Export it as Parquet/,
      ),
    });
  });
});
