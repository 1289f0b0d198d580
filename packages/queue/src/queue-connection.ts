/** Where the jobs are kept. One object = one set of sockets: pass the same object to all that a process creates. */
export type QueueConnection =
  | {
      readonly backend: "postgres";
      readonly databaseUrl: string;
      /** The schema that holds BullMQ's own tables; `bullmq` when left out. */
      readonly schema?: string;
    }
  | {
      readonly backend: "redis";
      readonly redisUrl: string;
      /** What every key begins with; `{longhaul}` when left out (braces keep all keys in one cluster slot). */
      readonly prefix?: string;
    };

/** Redis when a Redis URL is given, else the queue lives in Postgres, beside the ledger. */
export function queueConnectionFromUrls(urls: {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  /** Of the keys on Redis; unused on Postgres. */
  readonly prefix?: string | undefined;
}): QueueConnection {
  return urls.redisUrl === undefined || urls.redisUrl === ""
    ? { backend: "postgres", databaseUrl: urls.databaseUrl }
    : { backend: "redis", redisUrl: urls.redisUrl, ...(urls.prefix === undefined ? {} : { prefix: urls.prefix }) };
}
