import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

/** What makes a test depend on the machine's speed, and what to write instead. */
const BANNED: readonly { readonly pattern: RegExp; readonly example: string; readonly instead: string }[] = [
  {
    pattern: /^\s*\}, [\d_]{4,}\);|^\s*\},\n\s*[\d_]{4,},$/m,
    example: "  }, 60_000);",
    instead: "no deadline: the default ends a hang, however long the test takes",
  },
  {
    pattern: /\b(?:it|test|describe)(?:\.\w+)*\([^\n]*\{ timeout: /,
    example: 'it("is slow", { timeout: 60_000 }, async () => {',
    instead: "no deadline: the default ends a hang, however long the test takes",
  },
  {
    pattern: /\bvi\.wait(?:For|Until)\(/,
    example: "await vi.waitFor(() => isDone);",
    instead: "waitFor of @longhaul/testing, or expect.poll",
  },
  {
    pattern: /expect\((?:performance|Date)\.now\(\)[^\n]*\.toBeLessThan/,
    example: "expect(performance.now() - begunAt).toBeLessThan(1_000);",
    instead: "make the other way take an hour and wait with waitFor, or compare what happened first",
  },
  {
    pattern: /^\s*await (?:sleep|delay)\(/m,
    example: "  await sleep(500);",
    instead: "waitFor what the sleep is meant to wait for",
  },
  {
    pattern: /\bcreateDb\(\{[^}]*applicationName: "test"(?![^}]*limits)/,
    example: 'const db = createDb({ databaseUrl: database.url, applicationName: "test" });',
    instead: "limits: patientLimits(), since what a test arranges has no caller who waits for it",
  },
  {
    pattern: /\bphaseMs: (?:[1-9]_?\d|scaled)/,
    example: "await bench.submit({ phaseMs: 300 });",
    instead: "a gate: the phase ends when the test opens it, so that it surely lasts while something is done to it",
  },
];

const files = globSync(["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"], { cwd: PROJECT }).filter(
  (path) => !path.endsWith("/time-in-tests.test.ts"),
);

describe("time in tests", () => {
  it.each(BANNED)("is found: $example", ({ pattern, example }) => {
    expect(`await begin();\n${example}\n`).toMatch(pattern);
  });

  it("never decides whether a test passes", () => {
    const found = files.flatMap((path) => {
      const text = readFileSync(`${PROJECT}${path}`, "utf8");
      return BANNED.flatMap(({ pattern, instead }) => {
        const match = pattern.exec(text);
        return match === null ? [] : [`${path}: ${match[0].trim()}: instead, ${instead}`];
      });
    });
    expect(files.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });
});
