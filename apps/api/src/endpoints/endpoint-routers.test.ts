import { describe, expect, it } from "vitest";
import { specificFirst } from "./endpoint-routers.ts";

describe("the order in which the router tries paths", () => {
  it.each([
    [
      ["/docs/{file}", "/docs/guide"],
      ["/docs/guide", "/docs/{file}"],
    ],
    [
      ["/docs/guide", "/docs/{file}"],
      ["/docs/guide", "/docs/{file}"],
    ],
    [
      ["/b", "/{x}/{y}", "/a/{y}", "/c", "/a/b", "/{x}/b"],
      ["/b", "/a/b", "/a/{y}", "/{x}/b", "/{x}/{y}", "/c"],
    ],
    [
      ["/{x}", "/a/{y}", "/a"],
      ["/a", "/{x}", "/a/{y}"],
    ],
  ])("of %j is %j", (paths, ordered) => {
    expect(specificFirst(paths)).toEqual(ordered);
  });
});
