import { randomUUID } from "node:crypto";
import { completeOperation, failOperation, recordProgress } from "@longhaul/db";
import { hangMs, startPhase } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { claim, runPhase, start } from "../../test/drive-operation.ts";
import { writeDownloadToken, type DownloadGrant } from "../../answers/download-token.ts";
import { useApi } from "../../test/use-api.ts";

describe("the results of operations", () => {
  const api = useApi();

  it("gives the results in every format, by phase, and of what failed what was completed", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}/results`;
    const owned = await claim(api, operationId);
    await recordProgress(api.ctx().fleetDb, {
      ...owned,
      phaseIdx: 0,
      percentage: 1,
      phaseProgress: 1,
      processedRecords: 10,
      totalRecords: 10,
    });
    for (const phaseIdx of [0, 1, 2]) await runPhase(api, owned, phaseIdx);
    await completeOperation(api.ctx().fleetDb, { operationId, epoch: owned.epoch, summary: { recordsAnalyzed: 10 } });
    const summary = await api.call(path);
    expect(Object.keys(summary.body)).toEqual([
      "operationId",
      "operationType",
      "operationName",
      "status",
      "completionTime",
      "totalDuration",
      "success",
      "summary",
      "phaseResults",
      "artifacts",
      "performance",
      "recommendations",
    ]);
    expect(summary.body).toMatchObject({
      success: true,
      summary: { recordsAnalyzed: 10 },
      phaseResults: [{ phaseName: "Trial Phase 1", status: "Completed" }, {}, {}],
    });
    expect(summary.body["phaseResults"][0].results).toBeUndefined();
    expect(summary.body["performance"].resourceUtilization).toMatchObject({
      averageCpuUsage: 72,
      peakMemoryUsage: "7.8 GB",
      totalCpuHours: 0.01,
    });
    expect(summary.body["performance"].efficiency).toBeLessThanOrEqual(100);
    const detailed = await api.call(`${path}?format=detailed`);
    expect(detailed.body["phaseResults"][1].results).toEqual({ trial: 1 });
    expect(detailed.text).not.toContain("hidden");
    const one = await api.call(`${path}?format=detailed&phase=trial%20phase%202&includeArtifacts=false`);
    expect(one.body).toMatchObject({ artifacts: [], phaseResults: [{ phaseName: "Trial Phase 2" }] });
    expect((await api.call(`${path}?phase=other`)).status).toBe(404);
    expect((await api.call(`${path}?format=odd`)).status).toBe(400);
    expect((await api.call(path, { headers: { "if-none-match": summary.headers.get("etag") ?? "" } })).status).toBe(
      304,
    );
    const archive = await api.call(`${path}?format=download`);
    expect(archive.headers.get("content-type")).toBe("application/zip");

    const failed = (await start(api)).body["operationId"] as string;
    const failing = await claim(api, failed);
    await runPhase(api, failing, 0);
    await startPhase(api.ctx().fleetDb, { ...failing, phaseIdx: 1 });
    await failOperation(api.ctx().fleetDb, {
      operationId: failed,
      epoch: failing.epoch,
      error: { code: "trial_failed", message: "broke", phase: "Trial Phase 2" },
    });
    const partial = await api.call(`/async/operation/${failed}/results?format=detailed`);
    expect(partial.body).toMatchObject({
      success: false,
      status: "Failed",
      summary: { phase0: true },
      error: { code: "trial_failed" },
      phaseResults: [{ status: "Completed" }, { status: "Failed" }, { status: "Skipped" }],
    });
    expect((await api.call(`/async/operation/${failed}/results?phase=Trial%20Phase%202`)).status).toBe(409);
  });

  it("gives results of any size whole, as JSON and in the archive", async () => {
    const operationId = (await start(api)).body["operationId"] as string;
    const running = await claim(api, operationId);
    await runPhase(api, running, 0);
    await failOperation(api.ctx().fleetDb, {
      operationId,
      epoch: running.epoch,
      error: { code: "trial_failed", message: "broke" },
    });
    // 22 MB, for which it takes more than one statement, of letters of two bytes, so that pieces may end within one.
    const patient = api.ctx().fleetDb.withStatementLimit(hangMs());
    await patient.query(
      `UPDATE checkpoints SET output = jsonb_set(output, '{results}', (
         SELECT jsonb_object_agg('é' || n, repeat('ü', 2000 + n % 500)) FROM generate_series(1, 3000) AS n)) WHERE operation_id = $1`,
      [operationId],
    );
    const path = `/async/operation/${operationId}/results`;
    const expected = Object.fromEntries(
      Array.from({ length: 3000 }, (_, idx) => [`é${idx + 1}`, "ü".repeat(2000 + ((idx + 1) % 500))]),
    );
    const detailed = await api.call(`${path}?format=detailed`);
    expect(detailed.body["phaseResults"][0].results).toEqual(expected);
    expect(detailed.headers.get("content-type")).toContain("application/json");
    const archive = await api.call(`${path}?format=download`);
    expect(archive.text).toContain(`"é499": "${"ü".repeat(2499)}"`);
    expect((await api.call(path)).text.length).toBeLessThan(5000);
    expect((await api.call(`${path}?format=detailed&phase=Trial%20Phase%201`)).body["phaseResults"]).toEqual([
      { phaseName: "Trial Phase 1", status: "Completed", results: expected },
    ]);
  });

  it("serves downloads to whoever has the URL, whole or in ranges, and nothing to who tampers with it", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const owned = await claim(api, operationId);
    await runPhase(api, owned, 0);
    await failOperation(api.ctx().fleetDb, { operationId, epoch: owned.epoch, error: { code: "x", message: "x" } });
    const url = (await api.call(`/async/operation/${operationId}/results`)).body["artifacts"][0].downloadUrl as string;
    const whole = await fetch(url);
    expect([
      whole.status,
      await whole.text(),
      whole.headers.get("content-type"),
      whole.headers.get("x-content-type-options"),
    ]).toEqual([200, "file of phase 0", "text/plain", "nosniff"]);
    expect(whole.headers.get("content-disposition")).toContain('filename="file.txt"');
    const get = async (headers: Record<string, string>): Promise<[number, string]> => {
      const response = await fetch(url, { headers });
      return [response.status, await response.text()];
    };
    expect(await get({ range: "bytes=0-3" })).toEqual([206, "file"]);
    expect(await get({ range: "bytes=-1" })).toEqual([206, "0"]);
    expect((await get({ range: "bytes=99-" }))[0]).toBe(416);
    expect(await get({ range: "bytes=0-3", "if-range": '"other"' })).toEqual([200, "file of phase 0"]);
    expect((await get({ "if-none-match": whole.headers.get("etag") ?? "" }))[0]).toBe(304);
    expect((await fetch(url, { method: "HEAD" })).headers.get("content-length")).toBe("15");
    expect(await get({ range: "bytes=5-2" })).toEqual([200, "file of phase 0"]);
    const beyond = await fetch(url, { headers: { range: "bytes=15-" } });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */15"]);
    for (const name of ["etag", "content-disposition"]) expect(beyond.headers.get(name)).toBeNull();
    expect((await fetch(url.replace("/downloads/", "/downloads/x"))).status).toBe(404);
    expect((await fetch(url.replace(/\.[^./]+\/file\.txt$/, ".AAAA/file.txt"))).status).toBe(404);

    const { rows } = await api
      .ctx()
      .fleetDb.query<{ id: string }>("SELECT id FROM artifacts WHERE operation_id = $1", [operationId]);
    const grant = {
      kind: "artifact",
      tenantId: api.tenantId,
      projectId: api.projectId,
      id: rows[0]?.id ?? "",
    } as const;
    const signed = (changes: Partial<DownloadGrant>, expiresAt: Date): string =>
      api.url(
        `/downloads/${writeDownloadToken(api.ctx().config.downloadSecret, { ...grant, ...changes }, expiresAt)}/f`,
      );
    const soon = new Date(Date.now() + 60_000);
    expect((await fetch(signed({}, soon))).status).toBe(200);
    expect((await fetch(signed({}, new Date(Date.now() - 1000)))).status).toBe(410);
    expect((await fetch(signed({ tenantId: randomUUID() }, soon))).status).toBe(404);
    expect((await fetch(signed({ projectId: randomUUID() }, soon))).status).toBe(404);
    expect((await fetch(signed({ kind: "results", tenantId: randomUUID(), id: operationId }, soon))).status).toBe(404);

    await api.ctx().storage.delete(`operations/${operationId}/0`);
    const lost = await fetch(url);
    expect([lost.status, lost.headers.get("cache-control")]).toEqual([404, "no-store"]);
    const archive = await fetch(signed({ kind: "results", id: operationId }, soon));
    await expect(archive.arrayBuffer()).rejects.toThrow(/terminated/);
    expect((await fetch(api.url("/healthz"))).status).toBe(200);
  });
});
