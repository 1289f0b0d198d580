import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Joi from "joi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError } from "./config-error.ts";
import { findUnknownSettings } from "./find-unknown-settings.ts";
import { loadConfig } from "./load-config.ts";

const schema = Joi.object<{ SECRET: string; COUNT: number; TARIFF_FILE?: string }>({
  SECRET: Joi.string().min(8).required(),
  COUNT: Joi.number().default(1),
  TARIFF_FILE: Joi.string(),
});

describe("settings in files", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-settings-"));
    await writeFile(join(folder, "secret"), "correct horse\n");
    await writeFile(join(folder, "count"), "12");
    await writeFile(join(folder, "short"), "horse\r\n");
    await writeFile(join(folder, "large"), "x".repeat(70_000));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const faultsOf = (env: NodeJS.ProcessEnv): string[] => {
    try {
      loadConfig(schema, env);
      return [];
    } catch (err) {
      if (!(err instanceof ConfigError)) throw err;
      return err.faults.map(({ name, problem }) => `${name} ${problem}`);
    }
  };

  it("are those of the files' first line's text, and converted as others are", () => {
    const env = { SECRET_FILE: join(folder, "secret"), COUNT_FILE: join(folder, "count") };
    expect(loadConfig(schema, env)).toEqual({ SECRET: "correct horse", COUNT: 12 });
  });

  it("are judged as others are, without telling what is in the file", () => {
    const [fault, ...others] = faultsOf({ SECRET_FILE: join(folder, "short") });
    expect(others).toEqual([]);
    expect(fault).toContain("SECRET");
    expect(fault).not.toContain("horse");
  });

  it.each([
    ["a file that isn't there", () => ({ SECRET_FILE: join(folder, "none") }), /^SECRET_FILE .*ENOENT/],
    ["a folder", () => ({ SECRET_FILE: folder }), /^SECRET_FILE .*EISDIR/],
    ["a file that is too large", () => ({ SECRET_FILE: join(folder, "large") }), /^SECRET_FILE .*65536/],
    ["two values", () => ({ SECRET: "long enough", SECRET_FILE: join(folder, "secret") }), /^SECRET_FILE .*SECRET too/],
  ])("are refused for %s, and named", (_, env, fault) => {
    expect(faultsOf(env()).some((told) => fault.test(told))).toBe(true);
  });

  it("aren't meant by a setting whose own name ends so", () => {
    expect(loadConfig(schema, { SECRET: "long enough", TARIFF_FILE: "/nowhere" }).TARIFF_FILE).toBe("/nowhere");
  });

  it("aren't taken for misspelt ones", () => {
    expect(findUnknownSettings({ JWT_SECRET_FILE: "/run/secrets/jwt", DATABASE_URL_FILE: "x" })).toEqual([]);
    expect(findUnknownSettings({ JWT_SECRETS_FILE: "x" })).not.toEqual([]);
  });
});
