import { describe, expect, it } from "vitest";
import { createClient } from "../index.ts";
import { nextCursor } from "./list-pages.ts";

describe("nextCursor", () => {
  it.each([
    ['<https://a.example/x?page=1&cursor=abc%3D>; rel="next"', "abc="],
    ['</x?cursor=2>; rel=next, </x?cursor=1>; rel="prev"', "2"],
    ['</x?cursor=1>; rel="prev"', null],
    ["", null],
  ])("finds in %s: %s", (link, cursor) => {
    expect(nextCursor(new Headers(link === "" ? {} : { link }))).toBe(cursor);
  });
});

describe("a list", () => {
  it("follows the cursor of each page, whatever host the link names, and never asks for a page too far", async () => {
    const asked: string[] = [];
    const fetch = async (url: Parameters<typeof globalThis.fetch>[0]): Promise<Response> => {
      const { searchParams, host } = url as URL;
      const at = Number(searchParams.get("cursor") ?? 0);
      asked.push(`${host} ${searchParams.get("cursor") ?? `page ${searchParams.get("page")}`}`);
      const operations = [{ operationId: `op-${at}` }];
      const headers = at < 2 ? { link: `<https://other.example/api?cursor=${at + 1}>; rel="next"` } : {};
      return Response.json({ operations, hasNextPage: at < 2 }, { headers: new Headers(headers) });
    };
    const client = createClient({ url: "http://here", tenantId: "t", projectId: "p", token: "x", fetch });
    const ids: string[] = [];
    for await (const { operationId } of client.operations.list({ pageSize: 1 })) ids.push(operationId);
    expect([ids, asked]).toEqual([
      ["op-0", "op-1", "op-2"],
      ["here page 1", "here 1", "here 2"],
    ]);
  });
});
