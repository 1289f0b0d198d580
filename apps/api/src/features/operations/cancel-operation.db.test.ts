import { randomUUID } from "node:crypto";
import { failOperation } from "@longhaul/db";
import { describe, expect, it } from "vitest";
import { claim, runPhase, start } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

describe("cancelling operations", () => {
  const api = useApi();

  it("cancels once, tells what is left, and refuses what has ended otherwise", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}`;
    const owned = await claim(api, operationId);
    await runPhase(api, owned, 0);
    const cancelled = await api.call(path, { method: "DELETE", json: { reason: "changed requirements" } });
    expect(cancelled.body).toMatchObject({
      status: "Cancelled",
      reason: "changed requirements",
      progressAtCancellation: 25,
      cancelledBy: "ann",
      partialResults: { available: true, completedPhases: 1 },
    });
    expect((await api.call(`${path}/cancel`, { json: { reason: "again" } })).body).toMatchObject({
      reason: "changed requirements",
    });
    const archive = await fetch(cancelled.body["partialResults"].downloadUrls[0] as string);
    const bytes = Buffer.from(await archive.arrayBuffer());
    expect([archive.status, bytes.includes("file of phase 0"), bytes.includes("results.json")]).toEqual([
      200,
      true,
      true,
    ]);
    expect(Number(archive.headers.get("content-length"))).toBe(bytes.length);
    const tail = await fetch(cancelled.body["partialResults"].downloadUrls[0] as string, {
      headers: { range: `bytes=${bytes.length - 30}-` },
    });
    expect([tail.status, Buffer.from(await tail.arrayBuffer()).equals(bytes.subarray(-30))]).toEqual([206, true]);

    const purged = (await start(api)).body["operationId"] as string;
    await runPhase(api, await claim(api, purged), 0);
    const gone = await api.call(`/async/operation/${purged}?preservePartialResults=false&reason=bye`, {
      method: "DELETE",
    });
    expect(gone.body).toMatchObject({ reason: "bye", partialResults: { available: false, completedPhases: 0 } });
    expect((await api.call(`/async/operation/${purged}/results`)).status).toBe(410);
    expect(await api.ctx().storage.head(`operations/${purged}/0`)).toBeNull();

    const failed = (await start(api)).body["operationId"] as string;
    await failOperation(api.ctx().fleetDb, { operationId: failed, epoch: 0, error: { code: "x", message: "broke" } });
    const refused = await api.call(`/async/operation/${failed}`, { method: "DELETE" });
    expect([refused.status, refused.body["error"].details.status]).toEqual([409, "Failed"]);
  });

  it("answers the same POST once for one Idempotency-Key, and refuses another with it", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const ids = await Promise.all([1, 2].map(async () => (await start(api)).body["operationId"] as string));
    const cancel = (id: string | undefined, json: unknown, more: Record<string, string> = headers): Promise<Answer> =>
      api.call(`/async/operation/${id}/cancel`, { json, headers: more });

    const [first, second] = [await cancel(ids[0], { reason: "r" }), await cancel(ids[0], { reason: "r" })];
    expect([first.status, first.headers.get("idempotent-replayed")]).toEqual([200, null]);
    expect([second.status, second.headers.get("idempotent-replayed"), second.text]).toEqual([200, "true", first.text]);
    const other = await cancel(ids[0], { reason: "another" });
    expect([other.status, other.body["error"].code]).toEqual([422, "idempotency_key_reused"]);
    expect((await cancel(ids[0], { reason: "r" }, {})).headers.get("idempotent-replayed")).toBeNull();

    const status = (await api.call(`/async/operation/${ids[1]}`, { headers: { prefer: "wait=0" } })).body["status"];
    expect(status).toBe("Initiated");
    expect((await cancel(ids[1], { reason: "of its own" })).body).toMatchObject({ reason: "of its own" });
  });

  it("keeps a key within its tenant", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}/cancel`;
    expect((await api.call(path, { json: {}, headers })).status).toBe(200);
    const tenantId = randomUUID();
    const token = await api.token({ tenants: { [tenantId]: { projects: [api.projectId], role: "admin" } } });
    const elsewhere = await api.call(api.url(`/api/${tenantId}/${api.projectId}${path}`), { json: {}, headers, token });
    expect([elsewhere.status, elsewhere.headers.get("idempotent-replayed")]).toEqual([404, null]);
  });

  it("forgets the key of a POST that was refused, and pays no heed to one of a DELETE", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}`;
    expect((await api.call(`${path}/cancel`, { json: { reason: 5 }, headers })).status).toBe(400);
    for (const reason of ["first", "second"]) {
      const deleted = await api.call(path, { method: "DELETE", json: { reason }, headers });
      expect([deleted.status, deleted.body["reason"]]).toEqual([200, "first"]);
      expect(deleted.headers.get("idempotent-replayed")).toBeNull();
    }
    const posted = await api.call(`${path}/cancel`, { method: "POST", headers });
    expect([posted.status, posted.headers.get("idempotent-replayed")]).toEqual([200, null]);
  });

  it("cancels once, and deletes the files, when one POST comes several times at once", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    await runPhase(api, await claim(api, operationId), 0);
    const request = { json: { preservePartialResults: false }, headers: { "idempotency-key": randomUUID() } };
    const path = `/async/operation/${operationId}/cancel`;
    const answers = await Promise.all(Array.from({ length: 4 }, () => api.call(path, request)));
    const texts = answers.filter(({ status }) => status === 200).map(({ text }) => text);
    expect([new Set(texts).size, answers.every(({ status }) => status === 200 || status === 409)]).toEqual([1, true]);
    expect(await api.ctx().storage.head(`operations/${operationId}/0`)).toBeNull();
    const { rows } = await api
      .ctx()
      .fleetDb.query("SELECT 1 FROM events WHERE operation_id = $1 AND type = 'operation.cancelled'", [operationId]);
    expect(rows).toHaveLength(1);
  });
});
