import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";

/** Whom Postgres runs as: null is ourselves. */
export type PostgresAccount = { readonly uid: number; readonly gid: number } | null;

/**
 * Postgres refuses to run as root. Root runs it as whoever owns the cluster already, else as the machine's `postgres`
 * account, else as `nobody`: no account is added to the machine.
 */
export async function findPostgresAccount(clusterFolder: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const cluster = await stat(clusterFolder).catch(() => null);
  if (cluster !== null && cluster.uid !== 0) {
    return { uid: cluster.uid, gid: cluster.gid };
  }
  for (const name of ["postgres", "nobody"]) {
    const account = await lookUp(name);
    if (account !== null) {
      return account;
    }
  }
  throw new Error("Postgres can't run as root, and this machine has no account postgres or nobody to run it as");
}

async function lookUp(name: string): Promise<PostgresAccount> {
  try {
    const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => promisify(execFile)("id", [flag, name])));
    return uid === undefined || gid === undefined ? null : { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}
