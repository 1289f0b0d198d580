import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BlobNotFoundError, StorageFullError } from "./blob-errors.ts";
import type { BlobStore, PutOptions, StoredBlob } from "./blob-store.ts";
import { checkKey } from "./check-key.ts";
import { createMeter } from "./create-meter.ts";
import type { S3Bucket } from "./s3-bucket-types.ts";
import { createS3Upload, MAX_PARTS } from "./s3-upload.ts";
import { splitIntoParts } from "./split-into-parts.ts";

const MIB = 1024 ** 2;
/** Part size of a stream. Its length isn't known, so it may have at most 10,000 parts of this size: 78 GiB. */
const PART_BYTES = 8 * MIB;
/** The server copies no larger objects in one go. */
const MAX_COPY_BYTES = 5 * 1024 * MIB;
/** Begins with a dot, so that no key is like it. */
const PROBES = ".probes/";
const STALE_MS = 86_400_000;
const SWEEP_EVERY_MS = 3_600_000;

/** A store in an S3 bucket, below `prefix` (empty, or with a `/` at its end). The bucket is opened at its first use. */
export function createS3Store(openBucket: () => Promise<S3Bucket>, prefix: string): BlobStore {
  let bucket: Promise<S3Bucket> | null = null;
  let lastSweepMs = 0;
  const getBucket = (): Promise<S3Bucket> => (bucket ??= openBucket());
  const nameOf = (key: string): string => `${prefix}${checkKey(key)}`;

  const put = async (
    key: string,
    source: AsyncIterable<Uint8Array>,
    partBytes: number,
    options: PutOptions,
  ): Promise<StoredBlob> => {
    const name = nameOf(key);
    if (source instanceof Readable) {
      source.on("error", () => undefined); // it may break before the pipeline listens, which then rejects with that
    }
    const upload = createS3Upload(await getBucket(), name, options.signal);
    const meter = createMeter();
    try {
      const send = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
        for await (const part of splitIntoParts(chunks, partBytes)) {
          await upload.add(part);
        }
      };
      await pipeline(source, meter.stream, send, options);
      await upload.complete();
      return meter.read();
    } catch (err) {
      await upload.abort().catch(() => undefined); // the sweep ends it, a day later
      throw isFull(err) ? new StorageFullError({ cause: err }) : err;
    }
  };

  const store: BlobStore = {
    put: (key, source, options = {}) => put(key, source, PART_BYTES, options),
    async putFile(key, path, options = {}) {
      const { size } = await stat(path);
      const partBytes = Math.max(PART_BYTES, Math.ceil(size / MAX_PARTS / MIB) * MIB);
      return put(key, createReadStream(path), partBytes, options);
    },
    takeFile: (key, path, options) => store.putFile(key, path, options),
    async copy(from, key) {
      const [source, target] = [nameOf(from), nameOf(key)];
      const opened = await getBucket();
      const info = await opened.head(source);
      if (info === null) throw new BlobNotFoundError(from);
      if (info.sizeBytes > MAX_COPY_BYTES) {
        const { stream } = await store.get(from);
        const partBytes = Math.max(PART_BYTES, Math.ceil(info.sizeBytes / MAX_PARTS / MIB) * MIB);
        await put(key, stream, partBytes, {});
        return;
      }
      const isCopied = await opened.copy(source, target).catch((err: unknown) => {
        throw isFull(err) ? new StorageFullError({ cause: err }) : err;
      });
      if (!isCopied) throw new BlobNotFoundError(from);
    },
    async get(key, range = {}) {
      const name = nameOf(key);
      const answer = await (await getBucket()).get(name, toHeader(range));
      if (answer === "missing") {
        throw new BlobNotFoundError(key);
      }
      if (answer !== "beyond-the-end") {
        return answer;
      }
      const info = await store.head(key);
      if (info === null) {
        throw new BlobNotFoundError(key);
      }
      return { stream: Readable.from([]), sizeBytes: info.sizeBytes };
    },
    async fetchToFile(key, path) {
      const { stream } = await store.get(key);
      try {
        await pipeline(stream, createWriteStream(path));
      } catch (err) {
        await rm(path, { force: true });
        throw err;
      }
      return path;
    },
    async head(key) {
      const name = nameOf(key);
      return (await getBucket()).head(name);
    },
    async delete(key) {
      const name = nameOf(key);
      await (await getBucket()).delete([name]);
    },
    async deletePrefix(key) {
      const folder = `${nameOf(key)}/`;
      const opened = await getBucket();
      const names = await Array.fromAsync(opened.list(folder), ({ name }) => name);
      await opened.delete(names);
    },
    async *list(key) {
      const folder = `${nameOf(key)}/`;
      for await (const { name, ...info } of (await getBucket()).list(folder)) {
        yield { key: name.slice(prefix.length), ...info };
      }
    },
    async check() {
      const opened = await getBucket();
      const probe = `${prefix}${PROBES}${randomUUID()}`;
      await createS3Upload(opened, probe).complete();
      await opened.delete([probe]);
      if (Date.now() - lastSweepMs > SWEEP_EVERY_MS) {
        lastSweepMs = Date.now();
        await sweep(opened, prefix);
      }
    },
  };
  return store;
}

/** Ends what writers that were killed left behind: uploads, whose parts cost as much as objects until then, and probes. */
async function sweep(bucket: S3Bucket, prefix: string): Promise<void> {
  for await (const { name, modifiedAt } of bucket.list(`${prefix}${PROBES}`)) {
    if (modifiedAt !== null && Date.now() - modifiedAt.getTime() > STALE_MS) await bucket.delete([name]);
  }
  for await (const { name, uploadId, begunAt } of bucket.listUploads(prefix)) {
    if (begunAt !== null && Date.now() - begunAt.getTime() > STALE_MS) {
      await bucket.abortUpload(name, uploadId);
    }
  }
}

function toHeader({ start, end }: { readonly start?: number; readonly end?: number }): string | undefined {
  return start === undefined && end === undefined ? undefined : `bytes=${start ?? 0}-${end ?? ""}`;
}

/** What the servers that have a limit say: Ceph, MinIO, and HTTP itself. */
function isFull(err: unknown): boolean {
  return err instanceof Error && /^(QuotaExceeded|XMinioStorageFull|InsufficientStorage)$/.test(err.name);
}
