import { seedRows } from "../seed-large.ts";
import { keys, list, smallUpload, trial } from "./bodies.ts";
import { ROUNDS, type WorstClient } from "./worst-client.ts";

const later = { headers: { prefer: "respond-async" } };

function largeUpload(): FormData {
  const form = new FormData();
  form.set("file", new Blob([`case,activity,timestamp\n${"1,a,2024-01-01T00:00:00Z\n".repeat(800_000)}`]), "a.csv");
  return form;
}

/** Uploads that wait for a worker. */
export async function measureUploads({ base, measure }: WorstClient): Promise<void> {
  const form = largeUpload();
  await measure("uploadDataset", "20 MB", { path: `${base}/datasets`, form, ...later });
  await measure("uploadDataset", "a mapping of 100 kB", () => {
    const odd = smallUpload();
    odd.set("mapping", JSON.stringify(keys(8000, 1)));
    return { path: `${base}/datasets`, form: odd, ...later };
  });
  await measure("uploadDataset", "by URL", {
    path: `${base}/datasets`,
    json: { url: `https://example.com/${"a".repeat(1900)}`, mapping: { unpivot: list(2000, (idx) => `c${idx}`) } },
    ...later,
  });
  await measure("listDatasets", "plain", { path: `${base}/datasets?pageSize=100` });
}

/** A dataset of 1,000 columns and 100,000 rejected rows. */
export async function measureDatasets({ api, base, make, measure }: WorstClient): Promise<void> {
  const datasetId = await seedRows(api, await make({ path: `${base}/datasets`, form: smallUpload(), ...later }));
  const ofDataset = `${base}/datasets/${datasetId}`;
  await measure("getDataset", "1,000 columns", { path: ofDataset });
  await measure("listDatasetRows", "1,000 of 100,000 long ones", {
    path: `${ofDataset}/rows?state=rejected&limit=1000`,
  });
  const text = `<definitions>${"<a/>".repeat(65_000)}</definitions>`;
  await measure("startOperation", "a reference model of 256 KiB", {
    path: `${base}/async/operation`,
    json: { ...trial, operationType: "ProcessMiningAnalysis", parameters: { datasetId, referenceModel: { text } } },
  });
  const wide = { mapping: { attributes: list(400, (idx) => `c${idx}`.repeat(20)) } };
  await measure("remapDataset", "a large mapping", {
    path: `${ofDataset}/remap`,
    json: wide,
    ...later,
  });
  await measure("appendDataset", "to 1,000 columns", () => ({
    path: `${ofDataset}/append`,
    form: smallUpload(),
    ...later,
  }));
  await measure("replaceDataset", "of 1,000 columns", () => ({
    path: `${ofDataset}/replace`,
    form: smallUpload(),
    ...later,
  }));
  await measure("restoreDataset", "1,000 columns", { path: `${ofDataset}/restore`, json: { version: 1 } });
  await measure("streamDataset", "of 1,000 columns, ended", {
    path: `${ofDataset}/events`,
    headers: { "last-event-id": "0" },
  });
  await measure("cancelDataset", "of 1,000 columns, ended", { path: `${ofDataset}/cancel`, json: {} });
  await measure("listDatasetVersions", "of 1,000 columns", { path: `${ofDataset}/versions?pageSize=100` });
  await measure("getDatasetVersion", "1,000 columns", { path: `${ofDataset}/versions/1` });
  await measure("exportDataset", "1,000 columns", { path: `${ofDataset}/export?format=csv`, ...later });
  await measure("previewDataset", "20 MB", { path: `${base}/datasets/preview`, form: largeUpload() });
  const doomedLogs = [ofDataset];
  while (doomedLogs.length < ROUNDS) {
    const made = await make<{ datasetId: string }>({
      path: `${base}/datasets`,
      form: smallUpload(),
      ...later,
    });
    doomedLogs.push(`${base}/datasets/${made.datasetId}`);
  }
  await measure("deleteDataset", "the first with 100,000 rejected rows", (round) => ({
    method: "DELETE",
    path: doomedLogs[round] ?? ofDataset,
  }));
}
