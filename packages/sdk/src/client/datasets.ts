import type { Dataset, DatasetExport, DatasetList, DatasetUpload } from "../generated/contract.ts";
import { listPages, type ListOptions } from "./list-pages.ts";
import type { Waiting } from "./operation-handle.ts";
import { pause } from "./pause.ts";
import type { Transport } from "./transport.ts";

export interface UploadOptions extends Waiting {
  readonly name?: string;
  /** The role of each column; missing roles are detected. */
  readonly mapping?: NonNullable<DatasetUpload["mapping"]>;
  /** Called while the file is sent, with the bytes sent so far. Only in Node, Deno and Bun: browsers stream over HTTP/2 only. */
  readonly onSent?: (bytes: number) => void;
  /** Called as the import goes on. */
  readonly onProgress?: (dataset: Dataset) => void;
  readonly idempotencyKey?: string;
}

/** A dataset could not be read, or not with this mapping. */
export class ImportFailed extends Error {
  override readonly name = "ImportFailed";
  readonly dataset: Dataset;

  constructor(dataset: Dataset) {
    super(`${dataset.name} could not be read: ${dataset.error?.message ?? "no reason is told"}`);
    this.dataset = dataset;
  }
}

const POLL_MS = 400;

export interface VersionOptions extends UploadOptions {
  /** The `ETag` that the dataset had when you read it. The request fails when the dataset has changed since. */
  readonly ifMatch?: string;
}

export interface ExportOptions extends Waiting {
  readonly format: DatasetExport["format"];
  /** The current one when absent. */
  readonly version?: number;
}

/** A dataset as a file, for `client.download`. */
export type ExportedDataset = DatasetExport & { readonly downloadUrl: string };

/** Logs of the project. */
export interface Datasets {
  /**
   * Uploads a log and waits until it can be mined.
   * @param file a Blob, for instance from `await openAsBlob(path)` of node:fs
   * @param fileName its extension decides the format
   * @throws ImportFailed with the reason
   */
  upload(file: Blob, fileName: string, options?: UploadOptions): Promise<Dataset>;
  /** Appends the rows of a file, as the dataset's next version. @throws ImportFailed with the reason */
  append(datasetId: string, file: Blob, fileName: string, options?: VersionOptions): Promise<Dataset>;
  /** Replaces the dataset's rows with those of a file, as its next version. @throws ImportFailed with the reason */
  replace(datasetId: string, file: Blob, fileName: string, options?: VersionOptions): Promise<Dataset>;
  /** Restores an earlier version as the next version. */
  restore(datasetId: string, version: number, options?: Waiting): Promise<Dataset>;
  /** Exports a version as a file and waits until it can be downloaded. */
  export(datasetId: string, options: ExportOptions): Promise<ExportedDataset>;
  /** Versions, newest first. */
  versions(datasetId: string, options?: ListOptions): AsyncGenerator<Dataset>;
  get(datasetId: string, options?: Waiting): Promise<Dataset>;
  /** Datasets, newest first. */
  list(
    options?: ListOptions & { readonly status?: Dataset["status"]; readonly kind?: NonNullable<Dataset["kind"]> },
  ): AsyncGenerator<DatasetList["datasets"][number]>;
  delete(datasetId: string, options?: Waiting): Promise<void>;
}

/** @internal */
export function datasetsOf(transport: Transport): Datasets {
  const pathOf = (datasetId: string): string => `/datasets/${encodeURIComponent(datasetId)}`;
  const get = async (datasetId: string, { signal }: Waiting = {}): Promise<Dataset> =>
    transport.json({ path: pathOf(datasetId), signal });

  async function send(
    path: string,
    file: Blob,
    fileName: string,
    { name, mapping, onSent, onProgress, idempotencyKey, ifMatch, signal }: VersionOptions = {},
  ): Promise<Dataset> {
    const form = (): FormData => {
      const parts = new FormData();
      if (name !== undefined) parts.set("name", name);
      if (mapping !== undefined) parts.set("mapping", JSON.stringify(mapping));
      parts.set("file", file, fileName);
      return parts;
    };
    const headers = { prefer: "respond-async", ...(ifMatch === undefined ? {} : { "if-match": ifMatch }) };
    let dataset = await transport.json<Dataset>({ path, form, onSent, headers, idempotencyKey, signal });
    while (dataset.status === "Importing") {
      onProgress?.(dataset);
      await pause(POLL_MS, signal);
      dataset = await transport.json({ path: `${pathOf(dataset.datasetId)}/versions/${dataset.version}`, signal });
    }
    if (dataset.status === "Failed") throw new ImportFailed(dataset);
    onProgress?.(dataset);
    return dataset;
  }

  return {
    get,
    list: (options = {}) => listPages(transport, "/datasets", options, "datasets"),
    async delete(datasetId, { signal } = {}) {
      await transport.send({ method: "DELETE", path: pathOf(datasetId), signal });
    },
    upload: async (...given) => send("/datasets", ...given),
    append: async (datasetId, ...given) => send(`${pathOf(datasetId)}/append`, ...given),
    replace: async (datasetId, ...given) => send(`${pathOf(datasetId)}/replace`, ...given),
    restore: async (datasetId, version, { signal } = {}) =>
      transport.json({ path: `${pathOf(datasetId)}/restore`, json: { version }, signal }),
    async export(datasetId, { signal, ...query }) {
      for (;;) {
        const headers = { prefer: "respond-async" };
        const path = `${pathOf(datasetId)}/export`;
        const { downloadUrl, ...told } = await transport.json<DatasetExport>({
          path,
          query: { ...query },
          headers,
          signal,
        });
        if (downloadUrl !== undefined) return { ...told, downloadUrl };
        await pause(POLL_MS, signal);
      }
    },
    versions: (datasetId, options = {}) => listPages(transport, `${pathOf(datasetId)}/versions`, options, "versions"),
  };
}
