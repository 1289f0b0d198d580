import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const ENV = {
  DATABASE_URL: "postgres://u@localhost/db",
  STORAGE_URL: "file:///var/lib/longhaul",
  JWT_SECRET: randomBytes(32).toString("hex"),
  DOWNLOAD_SECRET: randomBytes(32).toString("hex"),
  SECRETS_KEY: randomBytes(32).toString("base64"),
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

  it("of an identity provider name its client, and what its tokens are for", () => {
    const { JWT_SECRET: _, ...env } = ENV;
    const provider = { ...env, OIDC_ISSUER: "https://id.example/realm", OIDC_CLIENT_ID: "console" };
    expect(readConfig({ ...provider, OIDC_RESOURCE: "urn:api" }).oidc).toEqual({
      issuer: "https://id.example/realm",
      clientId: "console",
      scope: "openid",
      resource: "urn:api",
    });
    const byAudience = readConfig({ ...provider, JWT_AUDIENCE: "api", OIDC_SCOPE: "openid api" });
    expect([byAudience.oidc?.scope, byAudience.oidc?.resource]).toEqual(["openid api", undefined]);
    expect(() => readConfig(provider)).toThrow("JWT_AUDIENCE");
    expect(() => readConfig({ ...provider, OIDC_CLIENT_ID: "", OIDC_SCOPE: "profile" })).toThrow(
      /OIDC_CLIENT_ID.*OIDC_SCOPE|OIDC_SCOPE.*OIDC_CLIENT_ID/s,
    );
    expect(readConfig(ENV).oidc).toBeUndefined();
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

  it("refuse secrets that are equal, or that can be guessed where this is production", () => {
    expect(() => readConfig({ ...ENV, DOWNLOAD_SECRET: ENV.JWT_SECRET })).toThrow("DOWNLOAD_SECRET must not be");
    const weak = { ...ENV, JWT_SECRET: "s".repeat(32) };
    expect(() => readConfig(weak)).toThrow("JWT_SECRET can be guessed");
    expect(readConfig({ ...weak, NODE_ENV: "test" }).auth.secret).toBe(weak.JWT_SECRET);
  });

  it("count a tariff that can't be read as a wrong setting, beside the others", () => {
    const wrong = { ...ENV, TARIFF_FILE: "/no/such/tariff.json", PORT: "x" };
    expect(() => readConfig(wrong)).toThrow(/2 settings[^]*PORT[^]*TARIFF_FILE[^]*ENOENT/);
  });
});
