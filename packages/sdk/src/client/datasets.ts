import type { Dataset, DatasetList, DatasetUpload } from "../generated/contract.ts";
import { listPages, type ListOptions } from "./list-pages.ts";
import type { Waiting } from "./operation-handle.ts";
import { pause } from "./pause.ts";
import type { Transport } from "./transport.ts";

export interface UploadOptions extends Waiting {
  readonly name?: string;
  /** Which column is what; what is absent is detected. */
  readonly mapping?: NonNullable<DatasetUpload["mapping"]>;
  /** Called as the file is sent, with the bytes so far; for Node, Deno and Bun, since browsers stream over HTTP/2 only. */
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

const LOOK_MS = 400;

/** Logs of the project. */
export interface Datasets {
  /**
   * Uploads a log and waits until it can be mined.
   * @param file a Blob, such as `await openAsBlob(path)` of node:fs gives
   * @param fileName tells its format by its ending
   * @throws ImportFailed with the reason
   */
  upload(file: Blob, fileName: string, options?: UploadOptions): Promise<Dataset>;
  get(datasetId: string, options?: Waiting): Promise<Dataset>;
  /** Datasets, newest first. */
  list(
    options?: ListOptions & { readonly status?: Dataset["status"] },
  ): AsyncGenerator<DatasetList["datasets"][number]>;
  delete(datasetId: string, options?: Waiting): Promise<void>;
}

/** @internal */
export function datasetsOf(transport: Transport): Datasets {
  const pathOf = (datasetId: string): string => `/datasets/${encodeURIComponent(datasetId)}`;
  const get = async (datasetId: string, { signal }: Waiting = {}): Promise<Dataset> =>
    transport.json({ path: pathOf(datasetId), signal });
  return {
    get,
    list: (options = {}) => listPages(transport, "/datasets", options, "datasets"),
    async delete(datasetId, { signal } = {}) {
      await transport.send({ method: "DELETE", path: pathOf(datasetId), signal });
    },
    async upload(file, fileName, { name, mapping, onSent, onProgress, idempotencyKey, signal } = {}) {
      const form = (): FormData => {
        const parts = new FormData();
        if (name !== undefined) parts.set("name", name);
        if (mapping !== undefined) parts.set("mapping", JSON.stringify(mapping));
        parts.set("file", file, fileName);
        return parts;
      };
      let dataset = await transport.json<Dataset>({
        path: "/datasets",
        form,
        onSent,
        headers: { prefer: "respond-async" },
        idempotencyKey,
        signal,
      });
      while (dataset.status === "Importing") {
        onProgress?.(dataset);
        await pause(LOOK_MS, signal);
        dataset = await get(dataset.datasetId, { signal });
      }
      if (dataset.status === "Failed") throw new ImportFailed(dataset);
      onProgress?.(dataset);
      return dataset;
    },
  };
}
