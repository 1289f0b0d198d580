import { describe, expect, it } from "vitest";
import { findCircles } from "./find-circles.ts";

const circlesOf = (arrows: Record<string, string>) =>
  findCircles(new Map(Object.entries(arrows).map(([node, next]) => [node, next.split("")])));

describe("findCircles", () => {
  it.each([
    ["none in a tree", { a: "bc", b: "d", c: "d", d: "" }, []],
    ["two that need each other", { a: "b", b: "a" }, [["a", "b"]]],
    ["a longer one, entered from outside", { x: "b", a: "b", b: "c", c: "ad", d: "" }, [["a", "b", "c"]]],
    ["two that meet in a node as one", { a: "b", b: "ac", c: "b" }, [["a", "b", "c"]]],
    [
      "two apart, one below the other",
      { a: "b", b: "ac", c: "d", d: "c" },
      [
        ["c", "d"],
        ["a", "b"],
      ],
    ],
    ["a node of its own, and one that is nowhere", { a: "a", b: "z" }, []],
  ])("finds %s", (_, arrows, expected) => {
    expect(circlesOf(arrows)).toEqual(expected);
  });
});
