import type {
  Dataset,
  DatasetCancel,
  DatasetEvent,
  DatasetExport,
  DatasetList,
  DatasetUpload,
} from "../generated/contract.ts";
import { followStream, NoStream } from "./events.ts";
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
  /** Called as the import goes on; `doing` says what it is doing, where that is known. */
  readonly onProgress?: (dataset: Dataset, doing?: DatasetEvent["data"]["progress"]) => void;
  readonly idempotencyKey?: string;
}

/** A dataset could not be read, or not with this mapping, or its import was cancelled. */
export class ImportFailed extends Error {
  override readonly name = "ImportFailed";
  readonly dataset: Dataset;

  constructor(dataset: Dataset) {
    const why = dataset.error?.message ?? dataset.cancellation?.reason ?? "no reason given";
    super(`${dataset.name} ${dataset.status === "Cancelled" ? "was cancelled" : "could not be read"}: ${why}`);
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

export interface ImportWatching extends Waiting {
  readonly version?: number;
  readonly after?: string;
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
  /**
   * Events of an import, from the first to the last, each once and in order, over restarts of the API.
   * @param options.version the newest one when absent
   * @param options.after the id of an event that was seen, to go on behind it
   */
  watch(datasetId: string, options?: ImportWatching): AsyncGenerator<DatasetEvent>;
  /**
   * Waits for the end of an import, however it ends.
   * @param dataset a version, or only its ids; it isn't requested again when it says itself that it is being imported
   */
  ended(
    dataset: Dataset | (Pick<Dataset, "datasetId" | "version"> & { readonly status?: never }),
    options?: Waiting & { readonly onProgress?: UploadOptions["onProgress"] | undefined },
  ): Promise<Dataset>;
  /** Cancels an import. Its files are gone when the answer is there; the version stays, as Cancelled. */
  cancel(datasetId: string, options?: Waiting & DatasetCancel): Promise<Dataset>;
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
    const accepted = await transport.json<Dataset>({ path, form, onSent, headers, idempotencyKey, signal });
    const dataset = accepted.status === "Importing" ? await ended(accepted, { onProgress, signal }) : accepted;
    if (dataset.status !== "Ready") throw new ImportFailed(dataset);
    onProgress?.(dataset);
    return dataset;
  }

  async function* watch(datasetId: string, { version, after, signal }: ImportWatching = {}) {
    const path = `${pathOf(datasetId)}/events`;
    for await (const { data } of followStream(transport, { path, query: { version }, signal, after: after ?? "0" }))
      yield JSON.parse(data) as DatasetEvent;
  }

  /** By the import's events, or by asking again and again where no stream can be had. */
  const ended: Datasets["ended"] = async (given, { onProgress, signal } = {}) => {
    const { datasetId, version } = given;
    const look = async (): Promise<Dataset> =>
      transport.json({ path: `${pathOf(datasetId)}/versions/${version}`, signal });
    let dataset = given.status === "Importing" ? given : await look();
    if (dataset.status !== "Importing") return dataset;
    onProgress?.(dataset);
    try {
      for await (const { type, data } of watch(datasetId, { version, signal })) {
        if (type !== "dataset.progress") continue;
        onProgress?.({ ...dataset, importProgress: data.progress.percentage }, data.progress);
      }
    } catch (err) {
      if (!(err instanceof NoStream)) throw err;
    }
    dataset = await look();
    while (dataset.status === "Importing") {
      onProgress?.(dataset);
      await pause(POLL_MS, signal);
      dataset = await look();
    }
    return dataset;
  };

  return {
    get,
    watch,
    ended,
    cancel: async (datasetId, { signal, ...json } = {}) =>
      transport.json({ path: `${pathOf(datasetId)}/cancel`, json, signal }),
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
        const { downloadUrl, ...file } = await transport.json<DatasetExport>({
          path,
          query: { ...query },
          headers,
          signal,
        });
        if (downloadUrl !== undefined) return { ...file, downloadUrl };
        await pause(POLL_MS, signal);
      }
    },
    versions: (datasetId, options = {}) => listPages(transport, `${pathOf(datasetId)}/versions`, options, "versions"),
  };
}
