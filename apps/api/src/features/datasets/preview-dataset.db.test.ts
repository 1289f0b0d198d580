import { randomUUID } from "node:crypto";
import { createPreview, deleteAbandonedPreviews, findDataset, listDatasets } from "@longhaul/db";
import { expect, it } from "vitest";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();

function preview(file: Blob): Promise<Answer> {
  const body = new FormData();
  body.append("file", file, "log.csv");
  return api.call("/datasets/preview", { body });
}

const previews = async (): Promise<string[]> =>
  (await api.ctx().fleetDb.query<{ id: string }>("SELECT id FROM datasets WHERE kind = 'preview'")).rows.map(
    ({ id }) => id,
  );
const stored = async (): Promise<string[]> =>
  (await Array.fromAsync(api.ctx().storage.list(`datasets/${api.tenantId}`))).map(({ key }) => key);

const waiting = async (): Promise<string> => {
  const id = randomUUID();
  const scope = { tenantId: api.tenantId, projectId: api.projectId };
  const file = { fileName: "x.csv", mapping: {}, sizeBytes: 1, sha256: "", sourceKey: "x", createdBy: "x" };
  expect(await createPreview(api.ctx().fleetDb, { id, ...scope, ...file }, 5)).not.toBeNull();
  return id;
};

it("says to come again where no worker has looked at the file in time, and leaves nothing", async () => {
  const answer = await preview(new Blob(["case,activity,timestamp\n1,a,2020-01-01\n"]));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  expect([await previews(), await stored()]).toEqual([[], []]);
});

it("stores the beginning and the end of a text alone, and refuses other files that are large", async () => {
  expect((await preview(new Blob([Buffer.alloc(5_000_001, "a,b\n")]))).status).toBe(413);
  expect([await previews(), await stored()]).toEqual([[], []]);
});

it("lets a tenant have five at once, none of which is a dataset, and forgets those that were left", async () => {
  const { fleetDb: db } = api.ctx();
  const ids = await Promise.all(Array.from({ length: 5 }, waiting));
  const answer = await preview(new Blob(["case,activity,timestamp\n1,a,2020-01-01\n"]));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "2"]);
  expect(await stored()).toEqual([]);
  const scope = { tenantId: api.tenantId, projectId: api.projectId };
  expect((await listDatasets(db, scope, { size: 10, offset: 0 })).datasets).toEqual([]);
  expect(await findDataset(db, scope, ids[0] ?? "")).toBeNull();
  for (const method of ["GET", "DELETE"]) expect((await api.call(`/datasets/${ids[0]}`, { method })).status).toBe(404);

  expect(await deleteAbandonedPreviews(db, 10)).toEqual([]);
  await db.query("UPDATE datasets SET created_at = now() - interval '11 minutes' WHERE id = ANY ($1)", [
    ids.slice(0, 2),
  ]);
  const left = await deleteAbandonedPreviews(db, 10);
  expect(left.map(({ id }) => id).toSorted()).toEqual(ids.slice(0, 2).toSorted());
  expect((await previews()).toSorted()).toEqual(ids.slice(2).toSorted());
});
