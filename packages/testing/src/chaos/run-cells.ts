import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createRandom } from "../fuzz/random.ts";
import { startHttpReceiver } from "../start-http-receiver.ts";
import { S3_BUCKET, S3_CREDENTIALS, startS3Server } from "../start-s3-server.ts";
import { startTcpProxy, type TcpProxy } from "../start-tcp-proxy.ts";
import type { Cell, CellContext } from "./cell.ts";
import { createStores } from "./create-stores.ts";
import { listenToEnds } from "./listen-to-ends.ts";
import { startProduct } from "./product.ts";
import { runCell, type CellReport, type RunOptions } from "./run-cell.ts";
import { addWitness } from "./witness.ts";

const SMALL_DISK_MB = 64;

/** A file system in memory with an end. @returns its folder, or null where the machine doesn't let us mount one */
async function mountSmallDisk(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${SMALL_DISK_MB}m`, "none", folder];
  return promisify(execFile)("mount", options).then(
    () => folder,
    async () => rm(folder, { recursive: true }).then(() => null),
  );
}

async function unmount(folder: string): Promise<void> {
  await promisify(execFile)("umount", [folder]);
  await rm(folder, { recursive: true });
}

/** Where blobs are. */
interface Storage {
  readonly storageFolder?: string;
  readonly bucket?: Readonly<Record<string, string>>;
  readonly proxy?: TcpProxy;
}

/** Starts stores and the product, does `work` with them, and ends them. */
async function withProduct(
  redisServerPath: string | null,
  seed: number,
  { proxy, ...storage }: Storage,
  work: (context: CellContext) => Promise<void>,
): Promise<void> {
  const stores = await createStores(redisServerPath);
  const receiver = await startHttpReceiver();
  try {
    await stores.start();
    await addWitness(stores);
    const product = await startProduct({
      ...stores.urls,
      fleet: ["api", "operations-worker", "operations-worker", "webhook-worker"],
      ...storage,
    });
    try {
      const ends = await listenToEnds(product, receiver);
      await work({ stores, product, ends, random: createRandom(seed), bucket: proxy ?? null });
    } finally {
      await product.stop();
    }
  } finally {
    await Promise.all([receiver.close(), stores.close()]);
  }
}

/** Lets `work` use a bucket that is reached through a proxy. */
async function withBucket(work: (storage: Storage) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-bucket-"));
  const s3 = await startS3Server(folder);
  const proxy = await startTcpProxy("127.0.0.1", Number(new URL(s3.endpoint).port));
  const endpoint = encodeURIComponent(`http://127.0.0.1:${proxy.port}`);
  try {
    await work({ bucket: { ...S3_CREDENTIALS, STORAGE_URL: `s3://${S3_BUCKET}?endpoint=${endpoint}` }, proxy });
  } finally {
    await proxy.close();
    await s3.close();
    await rm(folder, { recursive: true });
  }
}

/**
 * Runs cells one after another on shared stores and a shared fleet, and reports the outcome of each.
 * @returns names of cells that this machine can't do
 */
export async function runCells(
  cells: readonly Cell[],
  redisServerPath: string | null,
  options: RunOptions,
  onReport: (report: CellReport) => Promise<void>,
): Promise<string[]> {
  const run = (own: readonly Cell[], storage: Storage): Promise<void> =>
    withProduct(redisServerPath, options.seed, storage, async (context) => {
      for (const cell of own) {
        await onReport(await runCell(context, cell, options));
        context.product.statuses.clear();
        context.product.exits.splice(0);
      }
    });
  const cellsOn = (storage?: Cell["storage"]): readonly Cell[] => cells.filter((cell) => cell.storage === storage);
  const [usual, remote, small] = [cellsOn(), cellsOn("bucket"), cellsOn("small disk")];
  if (usual.length > 0) await run(usual, {});
  if (remote.length > 0) await withBucket((storage) => run(remote, storage));
  if (small.length === 0) return [];
  const disk = await mountSmallDisk();
  if (disk === null) return small.map(({ name }) => name);
  try {
    await run(small, { storageFolder: join(disk, "storage") });
  } finally {
    await unmount(disk);
  }
  return [];
}
