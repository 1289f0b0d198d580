import { spawn, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";

/** An image's files, and what it says about how it is started. */
export interface MountedImage {
  readonly root: string;
  /** Of all files. */
  readonly bytes: number;
  readonly user: string;
  /** The account's numbers. */
  readonly uid: number;
  readonly gid: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Starts a program as the image's user; all but `/data` and `/tmp` can only be read. Its mounts go with it. */
  run(command: readonly string[], env: Readonly<Record<string, string>>, dataFolder: string): ChildProcess;
  close(): Promise<void>;
}

interface Inspected {
  readonly OCIv1: { readonly config: { readonly User?: string; readonly Env?: readonly string[] } };
}

/** In a mount namespace of its own: the root, its data folder, its account, then the command. */
const ENTER = `root="$1"; data="$2"; account="$3"; shift 3
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t tmpfs -o mode=1777 none "$root/tmp"
mount --bind "$data" "$root/data"
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
exec chroot --userspec="$account" "$root" /usr/bin/env --chdir=/app "$@"`;

const NEW_NAMESPACE = ["--mount", "--propagation", "private", "sh", "-euc", ENTER, "sh"];

/** @throws Error where the image isn't there */
export async function mountImage(image: string): Promise<MountedImage> {
  const container = await runCommand("buildah", "from", "--pull=never", image);
  const root = await runCommand("buildah", "mount", container);
  const inspected = JSON.parse(await runCommand("buildah", "inspect", "--type", "image", image)) as Inspected;
  const { User: user = "", Env: env = [] } = inspected.OCIv1.config;
  const accounts = (await readFile(join(root, "etc/passwd"), "utf8")).split("\n").map((line) => line.split(":"));
  const [, , uid, gid] = accounts.find(([name, , number]) => name === user || number === user) ?? [];
  const account = { uid: Number(uid ?? 0), gid: Number(gid ?? 0) };
  const environment = Object.fromEntries(
    env.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  const [bytes = "0"] = (await runCommand("du", "--summarize", "--bytes", root)).split("\t");
  return {
    root,
    bytes: Number(bytes),
    user,
    ...account,
    environment,
    run: (command, more, dataFolder) =>
      spawn("unshare", [...NEW_NAMESPACE, root, dataFolder, `${account.uid}:${account.gid}`, ...command], {
        env: { PATH: process.env["PATH"], ...environment, ...more },
        stdio: ["ignore", "pipe", "pipe"],
      }),
    close: async () => void (await runCommand("buildah", "rm", container)),
  };
}
