import { spawnSync } from "node:child_process";

/** An account of the machine, by its numbers. */
export interface PhaseUser {
  readonly uid: number;
  readonly gid: number;
}

/** @param setting `<uid>` or `<uid>:<gid>` */
export function readPhaseUser(setting: string | undefined): PhaseUser | undefined {
  if (setting === undefined) return undefined;
  const [uid, gid = uid] = setting.split(":").map(Number);
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/**
 * Fails unless this process may start others as that account, and they can run what it runs.
 * @throws Error that names the setting
 */
export function checkPhaseUser(user: PhaseUser | undefined, entryPath: string): void {
  if (user === undefined) return;
  const script = "const { accessSync, constants } = require('node:fs'); accessSync(process.argv[1], constants.R_OK)";
  const tried = spawnSync(process.execPath, ["-e", script, entryPath], { ...user, env: {}, cwd: "/" });
  const reason = tried.error?.message ?? (tried.status === 0 ? null : `it can't read ${entryPath}`);
  if (reason === null) return;
  throw new Error(
    `PHASE_USER: no process can be started as ${user.uid}:${user.gid} (${reason}); run the worker as root, or with the capabilities SETUID and SETGID, or leave it out`,
  );
}
