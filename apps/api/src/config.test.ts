import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const ENV = {
  DATABASE_URL: "postgres://u@localhost/db",
  STORAGE_URL: "file:///var/lib/longhaul",
  JWT_SECRET: "s".repeat(32),
  DOWNLOAD_SECRET: "d".repeat(32),
  SECRETS_KEY: Buffer.alloc(32, 1).toString("base64"),
};

describe("settings of the API", () => {
  it("have defaults for all but what only the deployment knows", () => {
    expect(readConfig(ENV)).toMatchObject({
      port: 8080,
      publicUrl: undefined,
      corsOrigins: [],
      maxUploadBytes: 10_000_000_000,
      importWaitMs: 120_000,
      checkAnswers: false,
      logLevel: "info",
    });
  });

  it("are read from the environment", () => {
    const config = readConfig({
      ...ENV,
      PUBLIC_URL: "https://api.example/",
      CORS_ORIGINS: "https://a.example, http://localhost:3000",
      NODE_ENV: "test",
      PORT: "0",
    });
    expect(config).toMatchObject({
      publicUrl: "https://api.example",
      corsOrigins: ["https://a.example", "http://localhost:3000"],
      checkAnswers: true,
      port: 0,
    });
  });

  it("report all faults at once, and never a secret", () => {
    const wrong = { ...ENV, DATABASE_URL: "mysql://x", JWT_SECRET: "short-secret", PORT: "x", CORS_ORIGINS: "a/b" };
    const message = (() => {
      try {
        readConfig(wrong);
        return "";
      } catch (err) {
        return String(err);
      }
    })();
    for (const name of ["DATABASE_URL", "JWT_SECRET", "PORT", "CORS_ORIGINS"]) expect(message).toContain(name);
    expect(message).not.toContain("short-secret");
    expect(() => readConfig({ ...ENV, JWT_SECRET: undefined })).toThrow(/JWT_SECRET|JWKS_URL/);
  });
});
