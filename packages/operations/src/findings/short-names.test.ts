import { describe, expect, it } from "vitest";
import { MOST_OF_NAME, withShortNames } from "./short-names.ts";

describe("withShortNames", () => {
  it("cuts what nobody reads, wherever it stands, and never within a character", () => {
    const long = "x".repeat(MOST_OF_NAME + 1);
    const found = withShortNames({
      nodes: [{ activity: long, count: 3 }],
      after: null,
      at: `${"x".repeat(MOST_OF_NAME - 2)}😀😀`,
    });
    expect(found.nodes).toEqual([{ activity: `${"x".repeat(MOST_OF_NAME - 1)}…`, count: 3 }]);
    expect(found.after).toBeNull();
    expect(found.at).toBe(`${"x".repeat(MOST_OF_NAME - 2)}…`);
    expect(found.at.isWellFormed()).toBe(true);
  });

  it("is the same object where nothing is long", () => {
    const findings = { nodes: [{ activity: "x".repeat(MOST_OF_NAME) }], cases: 3 };
    expect(withShortNames(findings)).toBe(findings);
  });
});
