import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useService } from "./use-service.ts";

const COLUMNS = "case,activity,timestamp";

/** A log of `cases` cases of two events each, called from `first` on. */
function log(first: number, cases: number, { columns = COLUMNS, more = "" } = {}): string {
  const lines = Array.from({ length: cases }, (_, at) =>
    ["Receive", "Ship"]
      .map((step, n) => `c${first + at},${step},2024-01-${10 + (at % 9)}T0${8 + n}:00:00Z${more}\n`)
      .join(""),
  );
  return `${columns}\n${lines.join("")}`;
}

const parts = { path: "" };

describeEachBackend("a dataset's versions", (backend) => {
  const service = useService(backend);
  const upload = async (): Promise<string> => String((await service.upload(log(0, 4))).body["datasetId"]);
  const change = (
    id: string,
    how: "append" | "replace",
    content: string,
    more: Parameters<typeof service.upload>[1] = {},
  ) => service.upload(content, { ...parts, ...more, path: `/datasets/${id}/${how}` });
  const get = async (id: string, headers = {}): Promise<ServiceAnswer> => service.call(`/datasets/${id}`, { headers });
  const versions = async (id: string): Promise<ServiceAnswer["body"][]> =>
    (await service.call(`/datasets/${id}/versions`)).body["versions"] as ServiceAnswer["body"][];
  const analysed = async (datasetId: string): Promise<unknown> => {
    const { results } = await service.run("ProcessMiningAnalysis", { datasetId, analysisType: "discovery" });
    return results["summary"].casesAnalyzed;
  };

  it("get the rows of a file behind theirs, under the same id, and an earlier version can be had again", async () => {
    const id = await upload();
    const { status, body } = await change(id, "append", log(2, 4), { fileName: "february.csv" });
    expect([status, body["datasetId"], body["version"], body["change"]]).toEqual([201, id, 2, "append"]);
    expect(body["counts"]).toEqual({ events: 16, cases: 6, activities: 2, errorRecords: 0 });
    expect(body["lineage"]).toEqual({
      appended: {
        toVersion: 1,
        events: 8,
        newCases: 2,
        continuedCases: 2,
        newColumns: [],
        missingColumns: [],
        widenedColumns: [],
      },
    });
    expect(body["fileName"]).toBe("february.csv");
    expect(await analysed(id)).toBe(6);

    const replaced = await change(id, "replace", log(0, 3));
    expect([replaced.body["version"], replaced.body["counts"].cases]).toEqual([3, 3]);
    expect(await analysed(id)).toBe(3);

    const restore = { json: { version: 2 }, headers: { "idempotency-key": randomUUID() } };
    const restored = await service.call(`/datasets/${id}/restore`, restore);
    expect([restored.status, restored.body["version"], restored.body["counts"].cases]).toEqual([201, 4, 6]);
    const again = await service.call(`/datasets/${id}/restore`, restore);
    expect([again.body, again.headers.get("idempotent-replayed")]).toEqual([restored.body, "true"]);
    expect((await get(id)).body).toMatchObject({ version: 4, change: "restore", counts: { cases: 6 } });
    expect((await versions(id)).map(({ version, change: how }) => [version, how])).toEqual([
      [4, "restore"],
      [3, "replace"],
      [2, "append"],
      [1, undefined],
    ]);
    const listed = (await service.call("/datasets?pageSize=100")).body["datasets"] as ServiceAnswer["body"][];
    expect(listed.filter(({ datasetId }) => datasetId === id).map(({ version }) => version)).toEqual([4]);
    for (const json of [{ version: 9 }, { version: 0 }, {}]) {
      const refused = await service.call(`/datasets/${id}/restore`, { json });
      expect([refused.status, refused.body["errors"][0].pointer]).toEqual([400, "/version"]);
    }
    expect((await service.call(`/datasets/${id}/versions/5`)).status).toBe(404);

    expect((await service.call(`/datasets/${id}`, { method: "DELETE" })).status).toBe(200);
    expect((await get(id)).status).toBe(404);
    expect(await service.storedFiles()).toEqual(expect.not.arrayContaining([expect.stringContaining(id)]));
  });

  it("lose no append of several at the same time, each of which is done once", async () => {
    const id = await upload();
    const keys = [1, 2, 3, 4].map(() => randomUUID());
    const sent = [...keys, ...keys].map(async (key, at) => {
      const headers = { "idempotency-key": key, prefer: "respond-async" };
      const appended = await change(id, "append", log(100 * (1 + (at % keys.length)), 5), { headers });
      // The other request with this key may still be under way.
      return appended.status === 409 ? [] : [appended.status, appended.body["counts"]?.cases !== undefined];
    });
    expect((await Promise.all(sent)).filter(([status]) => status === 201).length).toBeGreaterThanOrEqual(4);
    await waitFor(async () => (await get(id)).body["version"] === 5, { what: "the last append" });
    expect((await get(id)).body["counts"]).toMatchObject({ cases: 24, events: 48 });
    expect((await versions(id)).map(({ counts }) => counts.cases)).toEqual([24, 19, 14, 9, 4]);
  });

  it("stay with the operations that began with them, and with their retries", async () => {
    const id = await upload();
    const parameters = { datasetId: id, analysisType: "discovery" };
    const started = await service.call("/async/operation", {
      json: { operationType: "ProcessMiningAnalysis", operationName: "first", parameters },
    });
    const first = String(started.body["operationId"]);
    await service.call(`/async/operation/${first}`, { method: "DELETE" });
    expect((await change(id, "append", log(50, 2))).status).toBe(201);
    const retried = await service.call(`/async/operation/${first}/retry`, { json: { retryMode: "restart" } });
    // What had completed before the cancel can't be retried, and has its result.
    const operationId = retried.status === 202 ? String(retried.body["newOperationId"]) : first;
    const results = () => service.call(`/async/operation/${operationId}/results`);
    await waitFor(async () => (await results()).status !== 409, { what: "the retry's end" });
    expect((await results()).body["summary"].casesAnalyzed).toBe(4);
    const began = [{ datasetId: id, datasetVersion: 1 }];
    expect((await results()).body["datasets"]).toEqual(began);
    for (const each of [first, operationId])
      expect((await service.call(`/async/operation/${each}`)).body["datasets"]).toEqual(began);
    expect(await analysed(id)).toBe(6);
  });

  it("stay with an operation that looks values up in a further dataset, which can't be deleted meanwhile", async () => {
    const id = await upload();
    const columns = `${COLUMNS},region`;
    const looked = String((await service.upload(log(0, 4, { columns, more: ",north" }))).body["datasetId"]);
    const operationId = await service.withoutWorker(async () => {
      const started = await service.call("/async/operation", {
        json: {
          operationType: "DataEnrichment",
          operationName: "regions",
          parameters: { datasetId: id, joinWith: { datasetId: looked, key: "case_id", columns: ["region"] } },
        },
      });
      expect([started.status, started.body["errors"]]).toEqual([202, undefined]);
      const deleted = await service.call(`/datasets/${looked}`, { method: "DELETE" });
      expect([deleted.status, JSON.stringify(deleted.body)]).toEqual([
        409,
        expect.stringContaining(String(started.body["operationId"])),
      ]);
      const form = new FormData();
      form.append("file", new Blob([log(0, 4, { columns, more: ",south" })]), "log.csv");
      // Nobody imports it yet.
      const replaced = await service.call(`/datasets/${looked}/replace`, {
        form,
        headers: { prefer: "respond-async" },
      });
      expect([replaced.status, replaced.body["version"]]).toEqual([201, 2]);
      return String(started.body["operationId"]);
    });
    const results = () => service.call(`/async/operation/${operationId}/results`);
    await waitFor(async () => (await results()).status !== 409, { what: "the operation's end" });
    const { body } = await results();
    expect(body["datasets"]).toEqual([
      { datasetId: id, datasetVersion: 1 },
      { datasetId: looked, datasetVersion: 1 },
    ]);
    const files = body["artifacts"] as { readonly downloadUrl: string }[];
    const texts = await Promise.all(files.map(({ downloadUrl }) => service.downloadText(downloadUrl)));
    expect(texts.join("\n").match(/north|south/g)).toEqual(Array.from({ length: 8 }, () => "north"));
  });

  it("are judged as they are when an operation that names their columns begins", async () => {
    const id = await upload();
    const inOrder = await service.upload("case,activity\na,Receive\na,Ship\nb,Receive\nb,Ship\n", {
      mapping: { timestamp: null },
    });
    const untimed = String(inOrder.body["datasetId"]);
    const start = async (parameters: Readonly<Record<string, unknown>>): Promise<unknown[]> => {
      const json = { operationType: "DataEnrichment", operationName: "refused", parameters };
      const { status, body } = await service.call("/async/operation", { json });
      return [
        status,
        ...((body["errors"] ?? []) as { pointer: string; detail: string }[]).map(({ pointer }) => pointer),
      ];
    };
    const joinWith = { datasetId: untimed, key: "case_id", columns: ["activity"] };
    expect(await start({ datasetId: id, joinWith: { ...joinWith, key: "case" } })).toEqual([
      400,
      "/parameters/joinWith/key",
    ]);
    expect(
      await start({ datasetId: id, joinWith: { ...joinWith, otherKey: "customer", columns: ["activity", "planet"] } }),
    ).toEqual([400, "/parameters/joinWith/otherKey", "/parameters/joinWith/columns/1"]);
    expect(await start({ datasetId: untimed, derivedColumns: ["event_index", "weekday"] })).toEqual([
      400,
      "/parameters/derivedColumns/1",
    ]);
    expect(await start({ datasetId: id, joinWith })).toEqual([202]);
  });

  it("are changed only as the client knows them, where it says so", async () => {
    const id = await upload();
    const etag = String((await get(id)).headers.get("etag"));
    expect((await fetchNotModified(id, etag)).status).toBe(304);
    const ifMatch = { headers: { "if-match": etag } };
    expect((await change(id, "append", log(9, 1), ifMatch)).status).toBe(201);
    for (const how of ["append", "replace"] as const)
      expect((await change(id, how, log(9, 1), ifMatch)).status).toBe(412);
    const restore = await service.call(`/datasets/${id}/restore`, { json: { version: 1 }, ...ifMatch });
    expect(restore.status).toBe(412);
    expect(await versions(id)).toHaveLength(2);
  });
  const fetchNotModified = (id: string, etag: string): Promise<Response> => {
    const { url, tenantId, projectId, token } = service.connection();
    const headers = { authorization: `Bearer ${token}`, "if-none-match": etag };
    return fetch(`${url}/api/${tenantId}/${projectId}/datasets/${id}`, { headers });
  };

  it.each([
    ["new columns", { columns: `${COLUMNS},cost`, more: ",5" }, { newColumns: ["cost"] }],
    ["no new column", {}, {}],
  ])("take a file with %s, and say which", async (_, shape, told) => {
    const id = await upload();
    const appended = await change(id, "append", log(9, 2, shape));
    expect([appended.status, appended.body["lineage"].appended]).toEqual([201, expect.objectContaining(told)]);
    expect(appended.body["counts"].events).toBe(12);
    const without = await change(id, "append", log(20, 2));
    const missingColumns = "newColumns" in told ? told.newColumns : [];
    expect(without.body["lineage"].appended).toMatchObject({ missingColumns, newColumns: [] });
    expect(without.body["columns"].map(({ name }: { name: string }) => name)).toEqual([
      "case_id",
      "activity",
      "timestamp",
      ...missingColumns,
    ]);
  });

  it("are read in the dataset's order of days and months where a file can't tell", async () => {
    const lines = (...days: readonly string[]): string =>
      `${COLUMNS}\n${days.map((day, at) => `c${at},Receive,${day}/2024 08:00\n`).join("")}`;
    const { body } = await service.upload(lines("01/25", "01/26", "01/27"));
    const id = String(body["datasetId"]);
    const appended = await change(id, "append", lines("02/03", "02/04", "02/05"));
    expect(appended.body["timeRange"]).toEqual({ start: "2024-01-25T08:00:00Z", end: "2024-02-05T08:00:00Z" });
    const given = await change(id, "append", lines("03/04"), { mapping: { timestampFormat: "%d/%m/%Y %H:%M" } });
    expect(given.body["timeRange"]["end"]).toBe("2024-04-03T08:00:00Z");
  });

  it("stay as they are when a file plays other roles, has no times, or can't be read, and say why", async () => {
    const id = await upload();
    const cases = [
      [log(0, 4, { columns: "activity,case,timestamp" }), { caseId: "activity", activity: "case" }, "RolesDiffer"],
      [log(0, 4), { timestamp: null }, "TimesDiffer"],
      ["nothing to see", undefined, /./],
    ] as const;
    for (const [content, mapping, code] of cases) {
      const refused = await change(id, "append", content, mapping === undefined ? {} : { mapping });
      expect(refused.status).toBe(422);
      expect(refused.body["error"].details.code).toMatch(code);
    }
    const { body } = await get(id);
    expect(body).toMatchObject({ version: 1, status: "Ready", counts: { cases: 4 } });
    expect(body["newerVersion"]).toMatchObject({ version: 4, change: "append", status: "Failed" });
    // What is appended next goes behind the version that could be read.
    expect((await change(id, "append", log(9, 1))).body).toMatchObject({ version: 5, counts: { cases: 5 } });
    expect((await service.call(`/datasets/${id}/versions/2`)).body["error"].message).toContain('"case"');
  });

  it("can take the place of a file that could not be read, to which nothing can be appended", async () => {
    const refused = await service.upload("nothing to see");
    const id = String(refused.body["error"].details.datasetId);
    const appended = await change(id, "append", log(0, 1));
    expect([appended.status, appended.body["error"].message]).toEqual([409, expect.stringContaining("use replace")]);
    expect((await change(id, "replace", log(0, 2))).body).toMatchObject({ datasetId: id, version: 2, status: "Ready" });
    expect((await get(id)).body["counts"].cases).toBe(2);
    for (const how of ["append", "replace", "restore"] as const) {
      const path = `/datasets/${randomUUID()}/${how}`;
      const answer =
        how === "restore"
          ? await service.call(path, { json: { version: 1 } })
          : await service.upload(log(0, 1), { path });
      expect(answer.status).toBe(404);
    }
  });
});
