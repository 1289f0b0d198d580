import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openAnalysisBench } from "./analysis.fixture.ts";

it("warns of what deserves a look, by kind and number, beside what it has read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "phase-log-"));
  const path = join(folder, "odd.csv");
  const rows = ["1,Open,2024-01-01T08:00:00Z,ann", "1,Open,2024-01-01T08:00:00Z,ann", "2,Open,2024-01-02T08:00:00Z,"];
  await writeFile(path, ["case,activity,timestamp,resource", ...rows, ""].join("\n"));
  const bench = await openAnalysisBench("odd.csv", path);
  const { logged } = await bench.run({}, ["load"]);
  expect(logged).toEqual(["info the event log was read", "warn 1 × Duplicate Event", "warn 1 × Missing Resource"]);
  await bench.close();
  await rm(folder, { recursive: true });
});
