import { join } from "node:path";
import Joi from "joi";
import { findFreePort } from "../processes/find-port.ts";
import type { LiveProcess } from "../processes/live-process.ts";
import type { Say } from "../processes/output.ts";
import { findFile, writePrivateFile } from "../processes/private-file.ts";
import { chooseClusterFolder, SHARED_FOLDER } from "./cluster-location.ts";
import { createCluster, DATABASE_NAME } from "./create-cluster.ts";
import { endLeftOverPostgres } from "./end-left-over-postgres.ts";
import { findPostgresAccount } from "./postgres-account.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { startPostgresProcess } from "./postgres-process.ts";

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly password: string;
  readonly say: Say;
  /** Where root puts what Postgres's account can't reach in the data folder. */
  readonly sharedFolder?: string;
}

export interface EmbeddedPostgres {
  /** Connects the superuser to the database `longhaul`; good over restarts of the server. */
  readonly databaseUrl: string;
  /** For a person: where the server listens. */
  readonly description: string;
  start(): LiveProcess<void>;
}

/**
 * Makes the data folder's cluster ready to start: creates it the first time, ends a server that an earlier launcher
 * left on it, and picks a free port of 127.0.0.1. The caller holds the data folder's lock.
 */
export async function prepareEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataFolder, password, say, sharedFolder = SHARED_FOLDER } = options;
  const known = await readLocation(dataFolder);
  const account = await findPostgresAccount(known ?? join(dataFolder, "postgres"));
  const binaries = await findPostgresBinaries(account, sharedFolder);
  const clusterFolder = known ?? (await chooseClusterFolder(dataFolder, account, sharedFolder));
  await writeLocation(dataFolder, clusterFolder);
  if (clusterFolder !== join(dataFolder, "postgres")) {
    say(
      `root's Postgres runs as another account, which can't enter ${dataFolder}: the database is in ${clusterFolder}`,
    );
  }

  const ended = await endLeftOverPostgres(clusterFolder);
  if (ended !== null) {
    say(`ended the Postgres of an earlier run (pid ${ended})`);
  }
  if (await createCluster({ binaries, account, folder: clusterFolder, password })) {
    say("created the database");
  }
  const port = await findFreePort();
  return {
    databaseUrl: `postgresql://${DATABASE_NAME}:${password}@127.0.0.1:${port}/${DATABASE_NAME}`,
    description: `Postgres on 127.0.0.1:${port}, files in ${clusterFolder}`,
    start: () =>
      startPostgresProcess({ binaries, account, clusterFolder, port, logFile: join(dataFolder, "postgres.log"), say }),
  };
}

const LOCATION_FILE = "postgres.json";
const locationSchema = Joi.object<{ clusterFolder: string }>({ clusterFolder: Joi.string().required() });

/** Absent on the first start. A cluster inside the data folder is kept relative, so that the folder may be moved. */
async function readLocation(dataFolder: string): Promise<string | null> {
  const text = await findFile(join(dataFolder, LOCATION_FILE));
  if (text === null) {
    return null;
  }
  const { clusterFolder } = Joi.attempt<typeof locationSchema>(JSON.parse(text), locationSchema);
  return clusterFolder === "postgres" ? join(dataFolder, clusterFolder) : clusterFolder;
}

async function writeLocation(dataFolder: string, clusterFolder: string): Promise<void> {
  const location = clusterFolder === join(dataFolder, "postgres") ? "postgres" : clusterFolder;
  await writePrivateFile(join(dataFolder, LOCATION_FILE), `${JSON.stringify({ clusterFolder: location })}\n`);
}
