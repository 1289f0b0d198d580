import { execFile, spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chown, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { findFreePort } from "./find-free-port.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { privateServer, type PrivateServer } from "./private-server.ts";
import { stopProcess } from "./stop-process.ts";

export interface RunningPostgres {
  /** Superuser's connection to the database `postgres`. */
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Everything is thrown away with the run, so nothing waits for the disk. */
const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "400",
  shared_buffers: "64MB",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  log_checkpoints: "off",
};

const START_ATTEMPTS = 3;
const READY = "database system is ready to accept connections";

interface Cluster {
  readonly command: string;
  readonly dataFolder: string;
  readonly password: string;
  readonly options: SpawnOptions;
}

interface ClusterPlace {
  /** Folder of another Postgres' programs, of any version. */
  readonly installation?: string;
  /** What the folder `data` is made in, where that is another one. */
  readonly dataParent?: string;
}

/** Creates a cluster in `folder`/data. */
async function createCluster(
  folder: string,
  { installation, dataParent = folder }: ClusterPlace = {},
): Promise<Cluster> {
  const account = await findAccount();
  const binaries =
    installation === undefined
      ? await findPostgresBinaries(folder, account !== null)
      : { initdb: join(installation, "initdb"), postgres: join(installation, "postgres") };
  const dataFolder = join(dataParent, "data");
  const passwordFile = join(folder, "postgres-password");
  const password = randomBytes(16).toString("hex");
  await mkdir(dataFolder, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account !== null) {
    await Promise.all([dataFolder, passwordFile].map((path) => chown(path, account.uid, account.gid)));
  }
  const options: SpawnOptions = { cwd: folder, env: { ...process.env, LC_ALL: "C" }, ...account };
  await promisify(execFile)(binaries.initdb, initdbArguments(dataFolder, passwordFile, installation), options);
  return { command: binaries.postgres, dataFolder, password, options };
}

/** For benchmarks: each commit is on disk before it is acknowledged. */
export const DURABLE = { fsync: "on", synchronous_commit: "on", full_page_writes: "on" };

/** Creates a cluster in `folder`/data and starts a real server on a free port of 127.0.0.1. */
export async function startPostgres(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
  place: ClusterPlace = {},
): Promise<RunningPostgres> {
  const cluster = await createCluster(folder, place);
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const started = await startServer(cluster, port, { ...SETTINGS, ...settings });
    if (started.outcome === "ready") {
      return {
        url: urlOf(cluster, port),
        pid: started.server.pid ?? 0,
        stop: () => stopProcess(started.server, { askWith: "SIGINT", forceWith: "SIGQUIT" }),
      };
    }
    if (attempt === START_ATTEMPTS) {
      throw new Error(`Postgres did not start:\n${started.log}`);
    }
  }
}

/** What was committed survives the end of the server, though not that of the machine. */
const PRIVATE_SETTINGS = { ...SETTINGS, synchronous_commit: "on", max_connections: "80" };

/** A cluster whose server a test may kill, freeze and start again, always on the same port. Not started yet. */
export async function createPrivatePostgres(folder: string): Promise<PrivateServer> {
  const created = await createCluster(folder);
  // A group of its own: a signal can stop all its processes at once.
  const cluster = { ...created, options: { ...created.options, detached: true } };
  const port = await findFreePort();
  return privateServer(urlOf(cluster, port), async () => {
    const started = await startServer(cluster, port, PRIVATE_SETTINGS);
    return started.outcome === "ready" ? started.server : null;
  });
}

function urlOf({ password }: Cluster, port: number): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
}

function initdbArguments(dataFolder: string, passwordFile: string, installation?: string): string[] {
  // Versions before 17 have no locale of their own.
  const locale =
    installation === undefined
      ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
      : ["--locale=C"];
  return [
    `--pgdata=${dataFolder}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    ...locale,
    "--no-sync",
  ];
}

type StartOutcome = { outcome: "ready"; server: ChildProcess } | { outcome: "exited"; log: string };

async function startServer(
  { command, dataFolder, options }: Cluster,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<StartOutcome> {
  const given = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(command, ["-D", dataFolder, "-p", String(port), ...given], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  const ready = new Promise<"ready">((resolve) => {
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-20_000);
      if (log.includes(READY)) {
        resolve("ready");
      }
    });
  });
  const outcome = await Promise.race([ready, once(server, "close").then(() => "exited" as const)]);
  return outcome === "ready" ? { outcome, server } : { outcome, log };
}

/** The account to run Postgres as, or null for our own: `nobody` exists everywhere and owns nothing. */
async function findAccount(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => promisify(execFile)("id", [flag, "nobody"])));
  if (uid === undefined || gid === undefined) {
    throw new Error("the machine has no account named nobody to run Postgres as");
  }
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
