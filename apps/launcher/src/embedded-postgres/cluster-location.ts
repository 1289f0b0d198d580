import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { mayEnter } from "./may-enter.ts";
import type { PostgresAccount } from "./postgres-account.ts";

/** Folder of machine-wide state, for clusters that an account other than root must reach. */
export const SHARED_FOLDER = "/var/lib/longhaul";

/**
 * Chooses the folder of a new cluster: inside the data folder, or a new folder in `sharedFolder` when the account of Postgres can't
 * enter the data folder, as is usual for root's home.
 */
export async function chooseClusterFolder(
  dataFolder: string,
  account: PostgresAccount,
  sharedFolder = SHARED_FOLDER,
): Promise<string> {
  if (await mayEnter(dataFolder, account)) {
    return join(dataFolder, "postgres");
  }
  const folder = join(sharedFolder, randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o755 });
  if (!(await mayEnter(folder, account))) {
    throw new Error(
      `Postgres runs as the account ${account?.uid ?? "of ours"}, which may enter neither ${dataFolder} nor ${folder}: ` +
        "choose another folder with LONGHAUL_DATA, or start as another user than root",
    );
  }
  return join(folder, "postgres");
}
