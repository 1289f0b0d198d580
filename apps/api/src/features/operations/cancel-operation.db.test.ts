import { failOperation } from "@longhaul/db";
import { describe, expect, it } from "vitest";
import { claim, runPhase, start } from "../../test/drive-operation.ts";
import { useApi } from "../../test/use-api.ts";

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
    await failOperation(api.ctx().db, { operationId: failed, epoch: 0, error: { code: "x", message: "broke" } });
    const refused = await api.call(`/async/operation/${failed}`, { method: "DELETE" });
    expect([refused.status, refused.body["error"].details.status]).toEqual([409, "Failed"]);
  });
});
