import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readTariff } from "./read-tariff.ts";

const folder = mkdtempSync(join(tmpdir(), "longhaul-tariff-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("reads prices from a file, and refuses what it can't charge by", () => {
  const path = join(folder, "tariff.json");
  writeFileSync(path, '{"perCpuUnitHour":1,"perMemoryGbHour":0.1}');
  expect(readTariff(path)).toEqual({ perCpuUnitHour: 1, perMemoryGbHour: 0.1 });
  writeFileSync(path, '{"perCpuUnitHour":-1}');
  expect(() => readTariff(path)).toThrow("perCpuUnitHour");
  expect(() => readTariff(join(folder, "none.json"))).toThrow("ENOENT");
});
