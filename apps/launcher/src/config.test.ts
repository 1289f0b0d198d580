import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

describe("readConfig", () => {
  it("needs nothing", () => {
    expect(readConfig({}, "/project")).toEqual({
      dataFolder: "/project/.longhaul",
      port: { number: 8080, isChosen: false },
      databaseUrl: null,
      redisUrl: null,
      storageUrl: null,
      publicUrl: null,
      logLevel: "info",
    });
  });

  it("takes what is set, and an empty variable for none", () => {
    const env = { LONGHAUL_DATA: "data", PORT: "9000", DATABASE_URL: "", REDIS_URL: "redis://localhost:6379" };
    expect(readConfig(env, "/project")).toMatchObject({
      dataFolder: "/project/data",
      port: { number: 9000, isChosen: true },
      databaseUrl: null,
      redisUrl: "redis://localhost:6379",
    });
  });

  it("reports all faults at once", () => {
    expect(() => readConfig({ PORT: "0", REDIS_URL: "localhost" }, "/project")).toThrow(
      /2 settings are missing or wrong:\n {2}PORT (.*\n)*? {2}REDIS_URL /,
    );
  });
});
