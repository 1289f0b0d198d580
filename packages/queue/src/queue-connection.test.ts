import { expect, it } from "vitest";
import { queueConnectionFromUrls } from "./queue-connection.ts";

it("takes Redis when there is a Redis URL, else the ledger's own Postgres", () => {
  const databaseUrl = "postgres://db/x";
  expect(queueConnectionFromUrls({ databaseUrl, redisUrl: "redis://r" })).toEqual({
    backend: "redis",
    redisUrl: "redis://r",
  });
  expect(queueConnectionFromUrls({ databaseUrl })).toEqual({ backend: "postgres", databaseUrl });
  expect(queueConnectionFromUrls({ databaseUrl, redisUrl: "" })).toEqual({ backend: "postgres", databaseUrl });
});
