declare module "vitest" {
  interface ProvidedContext {
    /** The URL at which a test file requests the servers; they start with the first request. */
    testServersUrl: string;
    /** Absolute path of redis-server, or null when the PATH has none. */
    redisServerPath: string | null;
  }
}

/** What a test file learns about the servers of this run. */
export interface TestServers {
  /** Superuser's connection to the database `postgres`. */
  readonly postgresUrl: string;
  /** A migrated database that nobody connects to, there to be cloned. */
  readonly templateName: string;
  /** Null when the PATH has no redis-server. */
  readonly redisUrl: string | null;
}

/** The one message of the server process to the test runner. */
export type ServerProcessMessage =
  | { readonly type: "ready"; readonly servers: TestServers }
  | { readonly type: "failed"; readonly message: string };
