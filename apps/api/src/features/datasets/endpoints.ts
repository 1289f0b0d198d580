import {
  datasetEventsQuerySchema,
  datasetExportQuerySchema,
  datasetListQuerySchema,
  datasetRowsQuerySchema,
  datasetVersionsQuerySchema,
} from "@longhaul/contracts";
import { PROJECT, defineEndpoint, type Answer, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { cancelDataset } from "./cancel-dataset.ts";
import { deleteDatasetRoute } from "./delete-dataset.ts";
import { exportDataset } from "./export-dataset.ts";
import { getDataset, listDatasetsRoute } from "./find-datasets.ts";
import { listDatasetRows } from "./list-dataset-rows.ts";
import { getVersion, listVersions } from "./list-dataset-versions.ts";
import { previewDataset } from "./preview-dataset.ts";
import { remapDataset } from "./remap-dataset.ts";
import { restoreDataset } from "./restore-dataset.ts";
import { streamImport } from "./stream-import.ts";
import { uploadDataset } from "./upload-dataset.ts";

const tag = "Datasets";
const ALL = `${PROJECT}/datasets`;
const ONE = `${ALL}/{datasetId}`;

/** Makes the next version of a dataset of a file. */
const versionOfFile = (
  change: "append" | "replace",
  { summary, description }: Pick<Endpoint, "summary" | "description">,
): Endpoint =>
  defineEndpoint({
    method: "post",
    path: `${ONE}/${change}`,
    id: `${change}Dataset`,
    permission: "datasets",
    tag,
    summary,
    description,
    headers: ["If-Match", "Prefer-Async"],
    rawBody: "DatasetUpload",
    jsonBody: "DatasetImport",
    isUpload: true,
    answers: { 201: NEW_VERSION },
    faults: ["conflict", "precondition_failed", "unprocessable"],
    handle: (ctx) => uploadDataset(ctx, change),
  });

const NEW_VERSION: Answer = {
  description: "the new version, or `Importing` when that takes longer",
  schema: "Dataset",
  headers: ["Location", "Retry-After", "Preference-Applied"],
};

/** Endpoints of datasets. */
export const DATASET_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "post",
    path: ALL,
    id: "uploadDataset",
    permission: "datasets",
    tag,
    summary: "Upload an event log, or name the URL of one; answers when it has been imported",
    description:
      "Recognised by content: CSV, XES, MXML, JSON, OCEL, Parquet, Excel, each also packed; BPMN, PNML, PPTX. Columns that `mapping` doesn't name are detected; the answer has what was found, and every doubt. With JSON and `url` a worker downloads the file, from public addresses only. A file that can't be read is a 422 that says where and why.",
    headers: ["Prefer-Async"],
    rawBody: "DatasetUpload",
    jsonBody: "DatasetImport",
    isUpload: true,
    answers: {
      201: {
        description: "what was found, or `Importing` when that takes longer",
        schema: "Dataset",
        headers: ["Location", "Retry-After", "Preference-Applied"],
      },
    },
    faults: ["conflict", "unprocessable"],
    handle: (ctx) => uploadDataset(ctx),
  }),
  defineEndpoint({
    method: "get",
    path: ALL,
    id: "listDatasets",
    permission: "read",
    tag,
    summary: "List datasets, newest first",
    description: "Without the columns.",
    query: datasetListQuerySchema,
    answers: { 200: { description: "one page", schema: "DatasetList" } },
    handle: listDatasetsRoute,
  }),
  defineEndpoint({
    method: "post",
    path: `${ALL}/preview`,
    id: "previewDataset",
    permission: "datasets",
    tag,
    summary: "What an import of a file would find, by its first 10,000 and last 1,000 rows; nothing of it is kept",
    description:
      "Takes what an upload takes. Of CSV and JSON Lines, also compressed, only the first 8 MB and the last 1 MB are looked at; other files are read whole, up to 64 MB. A `mapping` that the answer shows to be wrong can be sent back corrected. A file that an import would refuse is a 422 with its reason, the likeliest columns and its first rows in `error.details`.",
    rawBody: "DatasetUpload",
    isUpload: true,
    answers: { 200: { description: "what was found", schema: "DatasetPreview" } },
    faults: ["unprocessable"],
    handle: previewDataset,
  }),
  defineEndpoint({
    method: "get",
    path: ONE,
    id: "getDataset",
    permission: "read",
    tag,
    summary: "One dataset: what was found, or why its file could not be read",
    description: "Counts, time range, columns with their quality, and doubts, once its status is Ready.",
    headers: ["If-None-Match"],
    answers: {
      200: { description: "the dataset", schema: "Dataset", headers: ["Retry-After", "ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
    handle: getDataset,
  }),
  versionOfFile("append", {
    summary: "Put the rows of a file behind those of a dataset, as its next version",
    description:
      "Columns are read as those of the version before, unless `mapping` says otherwise; `lineage.appended` names those that only one of both has. A file whose columns play other roles is a 422. Appends at the same time follow one another. Operations keep the version that they began with.",
  }),
  versionOfFile("replace", {
    summary: "Put a file in the place of a dataset's rows, as its next version",
    description:
      "The dataset keeps its id, and stays as it is when the file can't be read. Operations keep the version that they began with.",
  }),
  defineEndpoint({
    method: "post",
    path: `${ONE}/restore`,
    id: "restoreDataset",
    permission: "datasets",
    tag,
    summary: "Have an earlier version of a dataset again, as its next version",
    description: "Nothing is read again; later versions stay.",
    headers: ["If-Match"],
    body: "DatasetRestore",
    answers: { 201: { description: "the new version", schema: "Dataset", headers: ["Location"] } },
    faults: ["conflict", "precondition_failed"],
    handle: restoreDataset,
  }),
  defineEndpoint({
    method: "get",
    path: `${ONE}/versions`,
    id: "listDatasetVersions",
    permission: "read",
    tag,
    summary: "The versions of a dataset, newest first",
    description: "Also those that are being imported or could not be. New operations get `currentVersion`.",
    query: datasetVersionsQuerySchema,
    answers: { 200: { description: "one page", schema: "DatasetVersions" } },
    handle: listVersions,
  }),
  defineEndpoint({
    method: "get",
    path: `${ONE}/versions/{version}`,
    id: "getDatasetVersion",
    permission: "read",
    tag,
    summary: "One version of a dataset: what was found, or why its file could not be read",
    description: "To wait for an append or replace that is still being imported.",
    answers: { 200: { description: "the version", schema: "Dataset", headers: ["Retry-After"] } },
    handle: getVersion,
  }),
  defineEndpoint({
    method: "get",
    path: `${ONE}/events`,
    id: "streamDataset",
    permission: "read",
    tag,
    summary: "Follow the import of a version, from its start to its end",
    description:
      "Server-sent events (`DatasetEvent`), of progress with each per cent and activity; goes on behind `Last-Event-ID`, and ends with the import.",
    query: datasetEventsQuerySchema,
    headers: ["Last-Event-ID"],
    answers: {
      200: { description: "events", media: ["text/event-stream"] },
      204: { description: "the last event was seen already, or isn't kept" },
    },
    handle: streamImport,
  }),
  defineEndpoint({
    method: "post",
    path: `${ONE}/cancel`,
    id: "cancelDataset",
    permission: "datasets",
    tag,
    summary: "Cancel the import of a version",
    description:
      "Its worker stops within a second; its files are deleted. The version stays as Cancelled, with the reason; those before it don't change.",
    body: "DatasetCancel",
    isBodyOptional: true,
    answers: { 200: { description: "cancelled, now or before", schema: "Dataset" } },
    faults: ["conflict"],
    handle: cancelDataset,
  }),
  defineEndpoint({
    method: "post",
    path: `${ONE}/remap`,
    id: "remapDataset",
    permission: "datasets",
    tag,
    summary: "Read an upload again with another mapping, as a new dataset; the old one stays as it is",
    description: "Nothing is uploaded again. Operations keep the dataset that they began with.",
    headers: ["Prefer-Async"],
    body: "DatasetRemap",
    answers: {
      201: {
        description: "what was found, or `Importing` when that takes longer; its `lineage` names the old one",
        schema: "Dataset",
        headers: ["Location", "Retry-After", "Preference-Applied"],
      },
    },
    faults: ["conflict", "unprocessable"],
    handle: remapDataset,
  }),
  defineEndpoint({
    method: "get",
    path: `${ONE}/export`,
    id: "exportDataset",
    permission: "read",
    tag,
    summary: "A dataset as a file: CSV, JSON Lines, XES (each also as .gz) or Parquet",
    description:
      "A worker writes it once for all who ask within a day. Texts that a spreadsheet would run as a formula get an apostrophe in CSV.",
    query: datasetExportQuerySchema,
    headers: ["Prefer-Async"],
    answers: {
      200: { description: "where the file is", schema: "DatasetExport" },
      202: { description: "it is being written", schema: "DatasetExport", headers: ["Retry-After"] },
    },
    faults: ["conflict", "unprocessable", "rate_limited"],
    handle: exportDataset,
  }),
  defineEndpoint({
    method: "get",
    path: `${ONE}/rows`,
    id: "listDatasetRows",
    permission: "read",
    tag,
    summary: "Rows of the upload that were left out, repaired, or read with a doubt, in the order of the file",
    description:
      "The first 10,000 of each reason, with line or element, column, value and reason; all are counted in the dataset's `quality`.",
    query: datasetRowsQuerySchema,
    answers: { 200: { description: "one page", schema: "DatasetRows", headers: ["Link"] } },
    faults: ["conflict"],
    handle: listDatasetRows,
  }),
  defineEndpoint({
    method: "delete",
    path: ONE,
    id: "deleteDataset",
    permission: "datasets",
    tag,
    summary: "Delete a dataset and its files; answers what it was",
    description:
      "With all its versions. Refused with 409 while an operation that has not ended reads it (`not_yet`, with their ids), or a schedule names it (`conflict`).",
    answers: { 200: { description: "what it was", schema: "Dataset" } },
    faults: ["conflict"],
    handle: deleteDatasetRoute,
  }),
];
