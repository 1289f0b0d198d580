import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

export interface DatabaseLimits {
  readonly threads: number;
  readonly memoryLimitMB: number;
  /** A folder that doesn't exist yet; DuckDB makes it when it spills. */
  readonly spillFolder: string;
}

/** An empty DuckDB database in memory. */
export interface Database {
  /** Opens a connection whose statements name the database's own tables. */
  connect(): Promise<DuckDBConnection>;
  /**
   * Drops everything in the database, after its connections were closed.
   * @param isSound false after an abort or an error: the next database then gets an instance of its own
   */
  close(isSound: boolean): Promise<void>;
}

/** Making an instance costs as much CPU as some thirty small statements, so a sound one serves the next database. */
let idle: DuckDBInstance | null = null;
let databases = 0;

export async function openDatabase(limits: DatabaseLimits): Promise<Database> {
  const name = `database_${databases++}`;
  const instance = (await takeIdle(limits, name)) ?? (await createInstance(limits, name));
  return {
    async connect() {
      const connection = await instance.connect();
      await connection.run(`USE ${name}`);
      return connection;
    },
    async close(isSound) {
      if (isSound && idle === null && (await wasEmptied(instance, name)) && idle === null) idle = instance;
      else instance.closeSync();
    },
  };
}

async function createInstance(limits: DatabaseLimits, name: string): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(limits.threads),
    memory_limit: `${limits.memoryLimitMB}MB`,
    temp_directory: limits.spillFolder,
    // Ties in time keep the order of the file, so rows must come in it.
    preserve_insertion_order: "true",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  await runOnce(instance, [`ATTACH ':memory:' AS ${name}`]);
  return instance;
}

/** The instance that an earlier database left, with these limits. Null where there is none, or it can't have them: it has spilled. */
async function takeIdle(limits: DatabaseLimits, name: string): Promise<DuckDBInstance | null> {
  const instance = idle;
  if (instance === null) return null;
  idle = null;
  try {
    await runOnce(instance, [
      `SET temp_directory = '${limits.spillFolder.replaceAll("'", "''")}'`,
      `SET memory_limit = '${limits.memoryLimitMB}MB'`,
      `SET threads = ${limits.threads}`,
      "SET enable_external_file_cache = true",
      `ATTACH ':memory:' AS ${name}`,
    ]);
    return instance;
  } catch {
    instance.closeSync();
    return null;
  }
}

/** Whether the instance could be emptied. Its file cache counts against the memory limit and is emptied as it is turned off. */
async function wasEmptied(instance: DuckDBInstance, name: string): Promise<boolean> {
  try {
    await runOnce(instance, [`DETACH ${name}`, "SET enable_external_file_cache = false"]);
    return true;
  } catch {
    return false;
  }
}

async function runOnce(instance: DuckDBInstance, statements: readonly string[]): Promise<void> {
  const connection = await instance.connect();
  try {
    for (const statement of statements) await connection.run(statement);
  } finally {
    connection.closeSync();
  }
}
