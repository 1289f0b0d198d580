import { expect, it } from "vitest";
import { ownValue } from "./own-value.ts";

it("finds what a record holds itself, and nothing of what all objects share", () => {
  const record = JSON.parse('{"a":1,"__proto__":2,"toString":3}') as Record<string, number>;
  expect(["a", "__proto__", "toString"].map((name) => ownValue(record, name))).toEqual([1, 2, 3]);
  expect(["b", "constructor", "valueOf", "hasOwnProperty"].map((name) => ownValue(record, name))).toEqual(
    Array.from({ length: 4 }, () => undefined),
  );
});
