import type { NextFunction, Request, RequestHandler, Response } from "express";

/**
 * One handler of several, each of which calls the next, throws or rejects as anywhere in Express. The router looks at the
 * path, the parameters and the URL before each handler that it knows of; before these, once.
 */
export function inOrder(...handlers: readonly RequestHandler[]): RequestHandler {
  return (req: Request, res: Response, next: NextFunction): void => {
    let idx = 0;
    const step = (err?: unknown): void => {
      const handler = handlers[idx++];
      if (handler === undefined || (err !== undefined && err !== null)) {
        next(err);
        return;
      }
      try {
        const done: unknown = handler(req, res, step);
        if (done instanceof Promise) void passFault(done, next);
      } catch (thrown) {
        next(thrown);
      }
    };
    step();
  };
}

async function passFault(done: Promise<unknown>, next: NextFunction): Promise<void> {
  try {
    await done;
  } catch (err) {
    next(err);
  }
}
