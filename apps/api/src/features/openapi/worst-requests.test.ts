import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadOperationRegistry } from "@longhaul/operations";
import { expect, it } from "vitest";
import { listEndpoints } from "../../list-endpoints.ts";

const BENCH = fileURLToPath(new URL("../../../../../packages/testing/bench/", import.meta.url));
const text = globSync("worst/*.ts", { cwd: BENCH })
  .map((path) => readFileSync(join(BENCH, path), "utf8"))
  .join("\n");

it("the table of worst requests has a row for each endpoint of the contract", async () => {
  const endpoints = listEndpoints(await loadOperationRegistry()).map(({ id }) => id);
  expect(endpoints.filter((id) => !text.includes(`"${id}"`))).toEqual([]);
  expect(endpoints.length).toBeGreaterThan(40);
});
