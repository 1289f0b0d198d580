import { createHash } from "node:crypto";
import Joi from "joi";
import { describe, expect, it } from "vitest";
import { ConfigError } from "./config-error.ts";
import { loadConfig } from "./load-config.ts";
import {
  durationMsSetting,
  keyListSetting,
  keySetting,
  portSetting,
  secretSetting,
  urlSetting,
} from "./setting-schemas.ts";

const schema = Joi.object<{ PORT: number; DATABASE_URL: string; GRACE: number; KEY?: string; MODE: string }>({
  PORT: portSetting().default(8080),
  DATABASE_URL: urlSetting(["postgresql", "postgres"]).required().example("postgresql://me@localhost/longhaul"),
  GRACE: durationMsSetting({ minMs: 100 }).default(10_000),
  KEY: Joi.string().min(32).description("a secret of 32 characters or more"),
  MODE: Joi.string().valid("json", "pretty").default("json"),
});
const DATABASE_URL = "postgresql://u:hunter2@localhost/l";

describe("loadConfig", () => {
  it("converts values, applies defaults and ignores other variables", () => {
    const config = loadConfig(schema, { PORT: "0", DATABASE_URL, GRACE: "1.5s", HOME: "/root" });
    expect(config).toEqual({ PORT: 0, DATABASE_URL, GRACE: 1_500, MODE: "json" });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it("takes an empty variable for one that is not set", () => {
    expect(loadConfig(schema, { DATABASE_URL, PORT: "", KEY: "" })).toMatchObject({ PORT: 8080 });
    expect(() => loadConfig(schema, { DATABASE_URL: "" })).toThrow("DATABASE_URL is not set");
  });

  it("reports all faults at once, each with its remedy", () => {
    const error = captureError({ PORT: "70000", GRACE: "soon", MODE: "xml" });
    expect(error.faults.map(({ name }) => name)).toEqual(["PORT", "DATABASE_URL", "GRACE", "MODE"]);
    expect(error.message).toBe(
      [
        "4 settings are missing or wrong:",
        "  PORT must be a valid port",
        "    a TCP port from 0 to 65535",
        "  DATABASE_URL is not set",
        "    a URL of the form postgresql://… or postgres://…; for example postgresql://me@localhost/longhaul",
        "  GRACE is not a length of time",
        "    a length of time with its unit (ms, s, m, h or d), or in milliseconds; for example 30s",
        "  MODE must be one of [json, pretty]",
      ].join("\n"),
    );
  });

  it("never shows a value, not even through a rule of the schema's own", () => {
    const leaky = Joi.object({
      KEY: Joi.string().custom((value: string, helpers) => helpers.message({ custom: `bad key ${value}` })),
      URL: urlSetting(["https"]),
      CODE: Joi.string().pattern(/^\d+$/),
    });
    const env = { KEY: "correct horse", URL: "ftp://u:hunter2@host", CODE: "battery staple" };
    const error = captureError(env, leaky);
    expect(error.faults).toHaveLength(3);
    for (const value of [...Object.values(env), "hunter2"]) {
      expect(`${error.message}${error.stack ?? ""}`).not.toContain(value);
    }
  });

  it.each([
    ["250ms", 250],
    ["5m", 300_000],
    ["1500", 1500],
    ["2h", 7_200_000],
    ["7d", 604_800_000],
  ])("reads the duration %s as %i ms", (text, expected) => {
    expect(loadConfig(schema, { DATABASE_URL, GRACE: text })).toMatchObject({ GRACE: expected });
  });

  it("keeps a duration within its limits", () => {
    expect(() => loadConfig(schema, { DATABASE_URL, GRACE: "99ms" })).toThrow(
      "GRACE must be at least 100 milliseconds",
    );
  });
});

function captureError(env: NodeJS.ProcessEnv, of: Joi.ObjectSchema<object> = schema): ConfigError {
  try {
    loadConfig(of, env);
  } catch (err) {
    if (err instanceof ConfigError) {
      return err;
    }
  }
  throw new Error("the configuration was accepted");
}

describe("settings of keys", () => {
  const keys = Joi.object<{ KEY: Buffer; OLD: readonly Buffer[] }>({
    KEY: keySetting().required(),
    OLD: keyListSetting().default([]),
  });
  const bytesOf = (seed: number): Buffer => createHash("sha256").update(String(seed)).digest();
  const keyOf = (seed: number): string => bytesOf(seed).toString("base64");

  it("are read as bytes", () => {
    expect(loadConfig(keys, { KEY: keyOf(1) })).toEqual({ KEY: bytesOf(1), OLD: [] });
    expect(loadConfig(keys, { KEY: keyOf(1), OLD: `${keyOf(2)}, ${keyOf(3)}` }).OLD).toEqual([bytesOf(2), bytesOf(3)]);
  });

  it("are refused when they are not 32 bytes", () => {
    expect(() => loadConfig(keys, { KEY: "c2hvcnQ=" })).toThrow("KEY is not 32 bytes in base64");
    expect(() => loadConfig(keys, { KEY: keyOf(1), OLD: `${keyOf(2)},x` })).toThrow(
      "OLD has a part that is not 32 bytes",
    );
  });
});

it("secrets that can be guessed are refused unless NODE_ENV says that this is no production", () => {
  const secrets = Joi.object<{ KEY: Buffer; SECRET: string }>({ KEY: keySetting(), SECRET: secretSetting() });
  const weak = { KEY: Buffer.alloc(32, 7).toString("base64"), SECRET: "change-me-".repeat(4) };
  for (const env of [weak, { ...weak, NODE_ENV: "" }, { ...weak, NODE_ENV: "production" }]) {
    expect(captureError(env, secrets).faults.map(({ name }) => name)).toEqual(["KEY", "SECRET"]);
  }
  expect(loadConfig(secrets, { ...weak, NODE_ENV: "test" }).SECRET).toBe(weak.SECRET);
});
