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

export const BACKENDS = ["postgres", "redis"] as const;

/** What a product's queue is kept in. */
export type Backend = (typeof BACKENDS)[number];

/** A product that any number of test files share, each as a tenant of its own. */
export interface SharedProduct {
  /** Where its API is. */
  readonly url: string;
  /** What it stores its files in. */
  readonly storageFolder: string;
}

/** What the test runner asks of the server process. */
export type RunnerMessage =
  | { readonly type: "stop" }
  /** Answered once it is ready. `programs`: what to run of each of its processes. */
  | { readonly type: "start product"; readonly backend: Backend; readonly programs: readonly string[] };

/** What the server process says to the test runner. */
export type ServerProcessMessage =
  | { readonly type: "ready"; readonly servers: TestServers }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "product"; readonly backend: Backend; readonly product: SharedProduct }
  | { readonly type: "no product"; readonly backend: Backend; readonly message: string };
