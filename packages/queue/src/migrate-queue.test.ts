import { describe, expect, it } from "vitest";
import { redisWarnings } from "./migrate-queue.ts";

const info = (fields: Record<string, string>): string =>
  ["# Server", ...Object.entries(fields).map(([name, value]) => `${name}:${value}`)].join("\r\n");

describe("redisWarnings", () => {
  it("has nothing to say about a server that keeps its jobs", () => {
    expect(redisWarnings(info({ redis_version: "7.2.1", maxmemory_policy: "noeviction", aof_enabled: "1" }))).toEqual(
      [],
    );
  });

  it("names each setting that loses jobs", () => {
    const warnings = redisWarnings(
      info({ redis_version: "6.0.16", maxmemory_policy: "allkeys-lru", aof_enabled: "0" }),
    );
    expect(warnings).toHaveLength(3);
    expect(warnings.every(({ remedy }) => remedy !== "")).toBe(true);
    expect(warnings.map(({ says }) => says).join("\n")).toMatch(/allkeys-lru[^]*appendonly[^]*6\.0\.16/);
  });
});
