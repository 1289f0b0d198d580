import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
/** Such a hook belongs to the file that happens to load the module first. */
const HOOK_AT_LOAD = /^(?:if \(.*\) )?(?:before|after)(?:All|Each)\(/m;

const modules = globSync(["packages/*/src/**/*.ts", "apps/*/src/**/*.ts"], { cwd: PROJECT }).filter(
  // A set-up file is the one kind that is run for each test file.
  (path) => !path.endsWith(".test.ts") && !path.endsWith(".setup.ts"),
);

describe("modules that tests share", () => {
  it("are told from others by a hook that is registered when they are loaded", () => {
    expect('import { afterAll } from "vitest";\nafterAll(() => close());\n').toMatch(HOOK_AT_LOAD);
    expect('if (process.env["VITEST"] !== undefined) afterAll(close);\n').toMatch(HOOK_AT_LOAD);
    expect("export function useFolder() {\n  afterAll(() => remove());\n}\n").not.toMatch(HOOK_AT_LOAD);
  });

  it("register their hooks in what a test file calls", () => {
    expect(modules.length).toBeGreaterThan(500);
    expect(modules.filter((path) => HOOK_AT_LOAD.test(readFileSync(`${PROJECT}${path}`, "utf8")))).toEqual([]);
  });
});
