import { gunzipSync } from "node:zlib";
import { createClient } from "@longhaul/sdk";
import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import { useService } from "./use-service.ts";

const HEAD = "case,activity,timestamp,note\n";
const row = (at: number): string => `c${at},Receive,2024-01-0${1 + (at % 9)}T08:00:00Z,=1+${at}\n`;
const LOG = HEAD + [1, 2, 3].map(row).join("");

describeEachBackend("a dataset as a file", (backend) => {
  const service = useService(backend);
  const upload = async (): Promise<string> =>
    String((await service.upload(LOG, { fileName: "März 1.csv" })).body["datasetId"]);
  const client = () => createClient(service.connection());

  it("is written once for all who ask, in each format, and is read again as what it was", async () => {
    const id = await upload();
    const project = client();
    const { datasets } = project;
    const files = new Map<string, Uint8Array>();
    for (const format of ["csv", "jsonl.gz", "xes", "xes.gz", "parquet"] as const) {
      const [one, again] = await Promise.all(Array.from({ length: 8 }, () => datasets.export(id, { format })));
      expect(one).toMatchObject({
        datasetId: id,
        version: 1,
        format,
        status: "Ready",
        fileName: `März 1.${format}`,
      });
      expect(again?.sizeBytes).toBe(one?.sizeBytes);
      const file = await project.download(one ?? { downloadUrl: "" });
      expect(file.headers.get("content-disposition")).toContain("attachment");
      const bytes = new Uint8Array(await file.arrayBuffer());
      expect(bytes.length).toBe(one?.sizeBytes);
      files.set(format, bytes);
      const { body } = await service.upload(bytes, { fileName: `again.${format}` });
      expect(body["counts"]).toMatchObject({ events: 3, cases: 3, errorRecords: 0 });
    }
    expect(new TextDecoder().decode(files.get("csv"))).toContain("c1,Receive,2024-01-02T08:00:00.000000Z,'=1+1");
    expect(gunzipSync(files.get("xes.gz") ?? "")).toEqual(Buffer.from(files.get("xes") ?? ""));
    const stored = async (): Promise<string[]> =>
      (await service.storedFiles()).filter((file) => file.includes("file."));
    expect(await stored()).toHaveLength(4);
    // With the dataset its exports are gone, and what was given to download them is good for nothing.
    const { downloadUrl } = await datasets.export(id, { format: "csv" });
    await datasets.delete(id);
    expect(await stored()).toEqual([]);
    await expect(project.download({ downloadUrl })).rejects.toMatchObject({ status: 404 });
  });

  it("is of the version that is asked for, and refused while there is none or of a format that is not known", async () => {
    const id = await upload();
    await service.upload(HEAD + row(7), { path: `/datasets/${id}/append` });
    const project = client();
    const { datasets } = project;
    const rows = async (version?: number): Promise<number> => {
      const wanted = version === undefined ? {} : { version };
      const text = await (await project.download(await datasets.export(id, { format: "csv", ...wanted }))).text();
      return text.trim().split("\n").length - 1;
    };
    expect([await rows(), await rows(2), await rows(1)]).toEqual([4, 4, 3]);
    const ask = (query: string, dataset = id) => service.call(`/datasets/${dataset}/export?${query}`);
    expect((await ask("format=csv&version=9")).status).toBe(404);
    expect((await ask("format=docx")).body["errors"][0].pointer).toBe("?format");
    expect((await ask("")).status).toBe(400);
    const refused = String((await service.upload("nothing to see")).body["error"].details.datasetId);
    expect((await ask("format=csv", refused)).status).toBe(409);
  });

  it("is written though the worker dies meanwhile", async () => {
    const id = await upload();
    const asked = await service.call(`/datasets/${id}/export?format=xes`, { headers: { prefer: "respond-async" } });
    expect([200, 202]).toContain(asked.status);
    await service.crash("operations-worker");
    const ask = () => service.call(`/datasets/${id}/export?format=xes`);
    await waitFor(async () => (await ask()).body["status"] === "Ready", { what: "the export" });
    expect((await ask()).body["sizeBytes"]).toBeGreaterThan(100);
  });
});
