import { SETTING_NAMES } from "@longhaul/runtime";
import { composeEnvironment, findSettingFaults } from "@longhaul/testing";
import { expect, it } from "vitest";
import { readConfig, schema } from "./settings/config.ts";

it("passes on and describes every setting of the process", () => {
  const { keys } = schema.describe() as { readonly keys: Readonly<Record<string, unknown>> };
  expect(findSettingFaults("operations-worker", Object.keys(keys), SETTING_NAMES)).toEqual([]);
});

it("starts in compose with the secrets of .env.example filled in and nothing else", () => {
  const { redisUrl, healthHost, storageUrl, operationModules } = readConfig(composeEnvironment("operations-worker"));
  expect({ redisUrl, healthHost, storageUrl, operationModules }).toEqual({
    redisUrl: "redis://redis:6379",
    healthHost: "0.0.0.0",
    storageUrl: "file:///data",
    operationModules: [],
  });
});
