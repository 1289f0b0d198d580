import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findSlowPatterns } from "./find-slow-patterns.ts";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
/** Tests read no text but their own. */
const files = globSync("{apps,packages}/*/src/**/*.ts", { cwd: PROJECT }).filter(
  (path) => !/\.(test|fixture|contract)\.ts$|\/test\/|^packages\/testing\//.test(path),
);
const findings = files.map((path) => ({ path, ...findSlowPatterns(path, readFileSync(join(PROJECT, path), "utf8")) }));

/** Made while the program runs, by file: each is bounded as its place says. */
const COMPUTED = [
  "packages/event-log/src/text/csv-safe.ts", // from a literal
  "packages/event-log/src/text/detect-value-type.ts", // from literals
  "packages/event-log/src/text/lifecycle-words.ts", // alternatives of literals
  "packages/event-log/src/text/utf8-repair.ts", // from a literal
  "packages/event-log/src/time/time-pattern.ts", // each part of a time once, texts of bounded length
  "packages/runtime/src/redact-text.ts", // alternatives of literals
];

describe("a regular expression whose time grows faster than its text", () => {
  it("is nowhere: a customer's text could hold up everybody with it", () => {
    expect(findings.flatMap(({ path, slow }) => slow.map((what) => `${path}: ${what}`))).toEqual([]);
    expect(findings.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(300);
  });

  it("isn't made from text either, but in a few places", () => {
    expect(
      findings
        .filter(({ computed }) => computed.length > 0)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(COMPUTED);
  });

  it.each([
    [String.raw`/^(a+)+$/`, "a"],
    [String.raw`/\s+$/`, String.raw`\s`],
    [String.raw`/^\d*[.,]\d*[1-9]\d*$/`, "[1-9]"],
    [String.raw`/[a-z]+:\/\/x/`, "[a-z]"],
  ])("is found in %s", (pattern, at) => {
    expect(findSlowPatterns("planted.ts", `\nuse(${pattern});`).slow).toEqual([
      expect.stringContaining("(line 2): " + at),
    ]);
  });

  it.each([
    String.raw`/(?<!\s)\s+$/`,
    String.raw`/^\d*[.,]0*[1-9]\d*$/`,
    String.raw`/^\s+/`,
    String.raw`/\[[^[\]]*\]/`,
  ])("isn't seen in %s", (pattern) => {
    expect(findSlowPatterns("planted.ts", `use(${pattern});`)).toEqual({ slow: [], computed: [], count: 1 });
  });

  it("is not to be seen in one that is made from text", () => {
    expect(findSlowPatterns("planted.ts", "new RegExp(text); RegExp(`^${x}`);").computed).toEqual([
      "new RegExp(text)",
      "RegExp(`^${x}`)",
    ]);
  });
});
