import { SETTING_NAMES } from "@longhaul/runtime";
import { findSettingFaults } from "@longhaul/testing";
import { expect, it } from "vitest";
import { schema } from "./config.ts";

it("passes on and describes every setting of the process", () => {
  const { keys } = schema.describe() as { readonly keys: Readonly<Record<string, unknown>> };
  expect(findSettingFaults("webhook-worker", Object.keys(keys), SETTING_NAMES)).toEqual([]);
});
