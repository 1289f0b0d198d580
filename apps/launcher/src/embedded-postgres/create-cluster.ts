import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { PostgresAccount } from "./postgres-account.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";

export interface ClusterOptions {
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  /** Its parent must exist. */
  readonly folder: string;
  readonly password: string;
}

/** Name of the superuser and of the database. */
export const DATABASE_NAME = "longhaul";

/**
 * Creates the cluster with its database unless it is there. It is made beside its place and renamed at the end, so a
 * cluster that exists is a whole one.
 * @returns whether it was created now
 */
export async function createCluster({ binaries, account, folder, password }: ClusterOptions): Promise<boolean> {
  if ((await stat(join(folder, "PG_VERSION")).catch(() => null)) !== null) {
    return false;
  }
  const unfinished = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    if (account !== null) {
      await Promise.all([unfinished, passwordFile].map((path) => chown(path, account.uid, account.gid)));
    }
    await initialise(binaries, account, unfinished, passwordFile);
    await createDatabase(binaries, account, unfinished);
    await rename(unfinished, folder);
    return true;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function initialise(
  binaries: PostgresBinaries,
  account: PostgresAccount,
  folder: string,
  passwordFile: string,
): Promise<void> {
  await promisify(execFile)(
    binaries.initdb,
    [
      `--pgdata=${folder}`,
      `--username=${DATABASE_NAME}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    { ...account, cwd: dirname(folder), env: { ...process.env, LC_ALL: "C" } },
  );
}

/** Single-user mode needs neither a port nor a password. */
async function createDatabase(binaries: PostgresBinaries, account: PostgresAccount, folder: string): Promise<void> {
  const server = spawn(binaries.postgres, ["--single", "-D", folder, "postgres"], {
    ...account,
    cwd: dirname(folder),
    env: { ...process.env, LC_ALL: "C" },
    stdio: ["pipe", "ignore", "pipe"],
  });
  let log = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  server.stdin.on("error", () => undefined); // it ended already: its log says why
  server.stdin.end(`CREATE DATABASE ${DATABASE_NAME};\n`);
  await once(server, "close");
  if (server.exitCode !== 0 || /\b(ERROR|FATAL|PANIC):/.test(log)) {
    throw new Error(`the database could not be created:\n${log}`);
  }
}
