import { chmod, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { UsageError } from "./command.ts";
import type { Connection } from "./connection.ts";

export interface Profile extends Connection {
  readonly name: string;
}

/** The content of the profiles file, which `login` writes and only its owner may read. */
export interface Profiles {
  readonly current: string | null;
  readonly profiles: readonly Profile[];
}

const NONE: Profiles = { current: null, profiles: [] };

export function profilesFile(env: NodeJS.ProcessEnv): string {
  const config = env["XDG_CONFIG_HOME"] ?? join(env["HOME"] ?? homedir(), ".config");
  return env["LONGHAUL_PROFILES"] ?? join(config, "longhaul", "profiles.json");
}

/** @throws UsageError when other users may read the file, or it isn't a profiles file */
export async function readProfiles(env: NodeJS.ProcessEnv): Promise<Profiles> {
  const path = profilesFile(env);
  const text = await readIfThere(path);
  if (text === null) return NONE;
  if (process.platform !== "win32" && ((await stat(path)).mode & 0o077) !== 0)
    throw new UsageError(`others may read ${path}, which holds tokens: chmod 600 ${path}`, "access");
  try {
    const { current, profiles } = JSON.parse(text) as Profiles;
    return { current, profiles: [...profiles] };
  } catch (err) {
    throw new UsageError(`${path} can't be read: ${String(err)}; remove it and log in again`, "access");
  }
}

/** Writes the profiles atomically, also when another process writes. */
export async function writeProfiles(env: NodeJS.ProcessEnv, profiles: Profiles): Promise<string> {
  const path = profilesFile(env);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  await chmod(unfinished, 0o600);
  await rename(unfinished, path);
  return path;
}

/** Adds a profile, or replaces the profile of that name, and makes it the current one. */
export function withProfile({ profiles }: Profiles, profile: Profile): Profiles {
  return { current: profile.name, profiles: [...profiles.filter(({ name }) => name !== profile.name), profile] };
}

/** The file's text, or null when there is none. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (err) {
    if (err instanceof Error && "code" in err && (err.code === "ENOENT" || err.code === "ENOTDIR")) return null;
    throw err;
  }
}
