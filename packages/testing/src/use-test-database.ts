import { afterAll, beforeAll } from "vitest";
import { createTestDatabase, type TestDatabase } from "./create-test-database.ts";

/**
 * Gives the surrounding describe block, or the file, one database: cloned before its first test, dropped after its
 * last. Call it before any beforeAll that needs the URL; `url` can be read from there on.
 */
export function useTestDatabase(): { readonly url: string } {
  let database: TestDatabase | null = null;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database?.drop();
  });
  return {
    get url() {
      if (database === null) {
        throw new Error("the test database is there from beforeAll on");
      }
      return database.url;
    },
  };
}
