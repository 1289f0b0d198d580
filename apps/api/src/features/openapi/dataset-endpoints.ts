import { datasetListQuerySchema, datasetRowsQuerySchema } from "@longhaul/contracts";
import { PROJECT, type Endpoint } from "./endpoint.ts";

const tag = "Datasets";
const ALL = `${PROJECT}/datasets`;
const ONE = `${ALL}/{datasetId}`;

/** Endpoints of datasets and of files. */
export const DATASET_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "post",
    path: ALL,
    id: "uploadDataset",
    permission: "datasets",
    tag,
    summary: "Upload an event log, or name the URL of one; answers when it has been imported",
    headers: ["Prefer-Async"],
    body: "DatasetUpload",
    jsonBody: "DatasetImport",
    isUpload: true,
    isIdempotent: true,
    answers: {
      201: {
        description: "what was found, or `Importing` when that takes longer",
        schema: "Dataset",
        headers: ["Location", "Retry-After", "Preference-Applied"],
      },
    },
    faults: ["unprocessable"],
  },
  {
    method: "get",
    path: ALL,
    id: "listDatasets",
    permission: "read",
    tag,
    summary: "List datasets, newest first",
    query: datasetListQuerySchema,
    answers: { 200: { description: "one page", schema: "DatasetList" } },
  },
  {
    method: "post",
    path: `${ALL}/preview`,
    id: "previewDataset",
    permission: "datasets",
    tag,
    summary: "What an import of a file would find, by its first 10,000 and last 1,000 rows; nothing of it is kept",
    body: "DatasetUpload",
    isUpload: true,
    isIdempotent: true,
    answers: { 200: { description: "what was found", schema: "DatasetPreview" } },
    faults: ["unprocessable"],
  },
  {
    method: "get",
    path: ONE,
    id: "getDataset",
    permission: "read",
    tag,
    summary: "One dataset: what was found, or why its file could not be read",
    answers: { 200: { description: "the dataset", schema: "Dataset", headers: ["Retry-After"] } },
  },
  {
    method: "post",
    path: `${ONE}/remap`,
    id: "remapDataset",
    permission: "datasets",
    tag,
    summary: "Read an upload again with another mapping, as a new dataset; the old one stays as it is",
    headers: ["Prefer-Async"],
    body: "DatasetRemap",
    isIdempotent: true,
    answers: {
      201: {
        description: "what was found, or `Importing` when that takes longer; its `lineage` names the old one",
        schema: "Dataset",
        headers: ["Location", "Retry-After", "Preference-Applied"],
      },
    },
    faults: ["conflict", "unprocessable"],
  },
  {
    method: "get",
    path: `${ONE}/rows`,
    id: "listDatasetRows",
    permission: "read",
    tag,
    summary: "Rows of the upload that were left out, repaired, or read with a doubt, in the order of the file",
    query: datasetRowsQuerySchema,
    answers: { 200: { description: "one page", schema: "DatasetRows", headers: ["Link"] } },
    faults: ["conflict"],
  },
  {
    method: "delete",
    path: ONE,
    id: "deleteDataset",
    permission: "datasets",
    tag,
    summary: "Delete a dataset and its files; answers what it was",
    answers: { 200: { description: "what it was", schema: "Dataset" } },
    faults: ["conflict"],
  },
  {
    method: "get",
    path: "/downloads/{token}/{name}",
    id: "download",
    permission: "public",
    tag: "Files",
    summary: "A file of an operation; its URL comes with the results and works for an hour",
    headers: ["If-None-Match", "Range"],
    answers: {
      200: {
        description: "the file",
        media: ["application/octet-stream"],
        headers: ["ETag", "Content-Disposition"],
      },
      206: {
        description: "a part of it",
        media: ["application/octet-stream"],
        headers: ["ETag", "Content-Disposition"],
      },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
    faults: ["not_found", "gone", "range_not_satisfiable", "temporarily_unavailable"],
  },
];
