import type { Request, Response } from "express";
import type { Scope } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import { bearerTokenOf, principalOf } from "../../http/request-scope.ts";
import { createEventWriter, type EventWriter } from "./event-writer.ts";

const HEARTBEAT_MS = 15_000;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A stream of Server-Sent Events: it is over when its client goes, its token expires, its key is deleted, or this process stops. */
export interface OpenStream {
  readonly writer: EventWriter;
  readonly over: AbortSignal;
  /** Ends the next `sleep`, or the one that is going on. */
  readonly wake: () => void;
  sleep(): Promise<void>;
  /** Ends the answer and gives back what the stream held. */
  close(): void;
}

/** Opens a stream for a client of the project. @throws DomainError `rate_limited` or `quota_exceeded` when too many are open */
export async function openStream(ctx: ApiContext, req: Request, res: Response, scope: Scope): Promise<OpenStream> {
  const aborted = new AbortController();
  const over = aborted.signal;
  const release = await takeSlot(ctx, scope);
  const writer = createEventWriter(res, over);
  let isAwake = false;
  let wakeUp = (): void => undefined;
  const wake = (): void => {
    isAwake = true;
    wakeUp();
  };
  const stop = (): void => {
    aborted.abort();
    wake();
  };
  res.once("close", stop);
  ctx.stopping.signal.addEventListener("abort", stop);
  // Either may have happened before this stream began.
  if (res.closed || ctx.stopping.signal.aborted) stop();
  const heartbeat = setInterval(() => writer.beat(), HEARTBEAT_MS);
  const leftMs = principalOf(req).expiresAt.getTime() - Date.now();
  const expiry = leftMs > MAX_TIMER_MS ? undefined : setTimeout(stop, leftMs);
  const unwatch = ctx.keys.watch(bearerTokenOf(req) ?? "", stop);
  return {
    writer,
    over,
    wake,
    async sleep() {
      if (!isAwake) await new Promise<void>((resolve) => (wakeUp = resolve));
      isAwake = false;
    },
    close() {
      unwatch();
      clearTimeout(expiry);
      clearInterval(heartbeat);
      ctx.stopping.signal.removeEventListener("abort", stop);
      release();
      if (!res.headersSent || res.writableEnded) return;
      // What waits for a client that doesn't read would keep its connection.
      if (res.writableNeedDrain) res.destroy();
      else res.end();
    },
  };
}

/** A slot of this process, and of the tenant and project over all processes; the returned function gives both back. */
async function takeSlot({ streams, fleetStreams }: ApiContext, scope: Scope): Promise<() => void> {
  const releaseOwn = streams.take(scope.tenantId);
  try {
    const releaseShared = await fleetStreams.open(scope);
    return () => {
      releaseShared();
      releaseOwn();
    };
  } catch (err) {
    releaseOwn();
    throw err;
  }
}
