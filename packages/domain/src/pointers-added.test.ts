import { describe, expect, it } from "vitest";
import { pointersAdded, pointersLeft } from "./pointers-added.ts";

describe("pointersAdded", () => {
  it.each([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: 1 }, { a: 1, b: 2, "c/d~": { e: 1 } }, ["/b", "/c~1d~0"]],
    [{ a: { b: 1 } }, { a: { b: "1", c: { d: 1 } } }, ["/a/c"]],
    [{ rules: [{ of: "x" }] }, { rules: [{ of: "x", keep: true }] }, ["/rules/0/keep"]],
    [{ "": 1, constructor: 1 }, { "": 1, constructor: 1, toString: 1 }, ["/toString"]],
    [undefined, { a: 1 }, []],
  ])("tells of %j and %j what was added: %j", (requested, completed, expected) => {
    expect(pointersAdded(requested, completed)).toEqual(expected);
  });
});

describe("pointersLeft", () => {
  it("leaves out what a patch sets, removes or sets a part of", () => {
    const pointers = ["/a", "/b/c", "/d", "/e~1f"];
    expect(pointersLeft(pointers, { a: 2, b: { x: 1 }, "e/f": null })).toEqual(["/d"]);
    expect(pointersLeft(pointers, {})).toEqual(pointers);
  });
});
