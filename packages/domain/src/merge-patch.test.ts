import { expect, it } from "vitest";
import { mergePatch } from "./merge-patch.ts";

// The examples of RFC 7396, appendix A.
it.each([
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])("merges %j with %j into %j", (target, patch, result) => {
  expect(mergePatch(target, patch)).toEqual(result);
});

it("merges names that objects know already like any other", () => {
  const target = JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2},"toString":"c"}') as unknown;
  const patch = JSON.parse('{"__proto__":{"d":4},"constructor":null,"valueOf":{"e":5}}') as unknown;
  expect(JSON.stringify(mergePatch(target, patch))).toBe(
    '{"__proto__":{"a":1,"d":4},"toString":"c","valueOf":{"e":5}}',
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
