import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { mayEnter } from "./may-enter.ts";
import type { PostgresAccount } from "./postgres-account.ts";

/** Where root keeps what another account must reach: machine-wide state. */
export const SHARED_FOLDER = "/var/lib/longhaul";

/**
 * Chooses the folder of a new cluster: inside the data folder, or, where Postgres's account can't enter that one
 * (root's home, as a rule), a new folder of its own in `sharedFolder`.
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
