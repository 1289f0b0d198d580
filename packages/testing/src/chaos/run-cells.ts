import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createRandom } from "../fuzz/random.ts";
import { startHttpReceiver } from "../start-http-receiver.ts";
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

/** Starts stores and the product, does `work` with them, and ends them. */
async function withProduct(
  redisServerPath: string | null,
  { seed, disk }: { readonly seed: number; readonly disk: string | null },
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
      ...(disk === null ? {} : { storageFolder: join(disk, "storage") }),
    });
    try {
      const ends = await listenToEnds(product, receiver);
      await work({ stores, product, ends, random: createRandom(seed) });
    } finally {
      await product.stop();
    }
  } finally {
    await Promise.all([receiver.close(), stores.close()]);
  }
}

/**
 * Runs cells one after another on stores and a fleet that they share, and tells what came of each.
 * @returns names of cells that this machine can't do
 */
export async function runCells(
  cells: readonly Cell[],
  redisServerPath: string | null,
  options: RunOptions,
  tell: (report: CellReport) => Promise<void>,
): Promise<string[]> {
  const run = (own: readonly Cell[], disk: string | null): Promise<void> =>
    withProduct(redisServerPath, { seed: options.seed, disk }, async (context) => {
      for (const cell of own) {
        await tell(await runCell(context, cell, options));
        context.product.statuses.clear();
        context.product.exits.splice(0);
      }
    });
  const usual = cells.filter((cell) => cell.needsSmallDisk !== true);
  const small = cells.filter((cell) => cell.needsSmallDisk === true);
  if (usual.length > 0) await run(usual, null);
  if (small.length === 0) return [];
  const disk = await mountSmallDisk();
  if (disk === null) return small.map(({ name }) => name);
  try {
    await run(small, disk);
  } finally {
    await unmount(disk);
  }
  return [];
}
