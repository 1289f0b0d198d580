import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { PostgresAccount } from "./postgres-account.ts";

/** Whether the account can enter every folder on the path: the kernel decides, not the modes. */
export async function mayEnter(folder: string, account: PostgresAccount): Promise<boolean> {
  if (account === null) {
    return true;
  }
  try {
    await promisify(execFile)("test", ["-x", folder], { ...account, cwd: "/" });
    return true;
  } catch {
    return false;
  }
}
