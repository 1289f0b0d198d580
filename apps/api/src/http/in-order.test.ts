import type { Request, RequestHandler, Response } from "express";
import { describe, expect, it, vi } from "vitest";
import { inOrder } from "./in-order.ts";

const [req, res] = [{}, {}] as [Request, Response];
const pass: RequestHandler = (_req, _res, next) => next();
const fault = new Error("refused");

/** What comes out of it: what `next` is called with, once. */
async function outcomeOf(...handlers: readonly RequestHandler[]): Promise<unknown> {
  const next = vi.fn<(err?: unknown) => void>();
  await inOrder(...handlers)(req, res, next);
  await expect.poll(() => next.mock.calls.length).toBe(1);
  return next.mock.calls[0]?.[0];
}

describe("inOrder", () => {
  it("runs one handler after the other, each when the one before is through, and then what comes next", async () => {
    const seen: number[] = [];
    const slow: RequestHandler = async (_req, _res, next) => {
      await Promise.resolve();
      seen.push(1);
      next();
    };
    const last: RequestHandler = (_req, _res, next) => {
      seen.push(2);
      next();
    };
    expect(await outcomeOf(pass, slow, last)).toBeUndefined();
    expect(seen).toEqual([1, 2]);
  });

  it.each<[string, RequestHandler]>([
    ["is passed on", (_req, _res, next) => next(fault)],
    [
      "is thrown",
      () => {
        throw fault;
      },
    ],
    ["is rejected with", async () => Promise.reject(fault)],
    ["leaves the router", (_req, _res, next) => next("router")],
  ])("runs none after a fault that %s", async (_how, failing) => {
    const after = vi.fn<RequestHandler>(pass);
    expect([fault, "router"]).toContain(await outcomeOf(pass, failing, after));
    expect(after).not.toHaveBeenCalled();
  });
});
