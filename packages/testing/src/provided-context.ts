declare module "vitest" {
  interface ProvidedContext {
    /** Where a test file asks for the servers; they start with the first question. */
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

/** What the server process tells the test runner, once. */
export type ServerProcessMessage =
  | { readonly type: "ready"; readonly servers: TestServers }
  | { readonly type: "failed"; readonly message: string };
