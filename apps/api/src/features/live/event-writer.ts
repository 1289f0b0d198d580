import type { Response } from "express";

/** One event: `body` is a line. */
export interface StreamedEvent {
  readonly id: string;
  readonly type: string;
  readonly body: string;
}

/** Writes Server-Sent Events no faster than the client reads them. */
export interface EventWriter {
  /** Sends the headers, if they were not sent. */
  begin(): void;
  /** Resolves when there is room for the next one, or when there will be none. */
  write(event: StreamedEvent): Promise<void>;
  /** A comment that keeps the connection open; none while the client doesn't read. */
  beat(): void;
}

/** @param over aborts when nothing is to be written any more */
export function createEventWriter(res: Response, over: AbortSignal): EventWriter {
  const begin = (): void => {
    if (res.headersSent) return;
    res.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store",
      "X-Accel-Buffering": "no",
    });
    res.write("retry: 2000\n\n");
  };
  return {
    begin,
    async write(event) {
      begin();
      if (res.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${event.body}\n\n`)) return;
      await drained(res, over);
    },
    beat() {
      if (res.headersSent && !res.writableNeedDrain) res.write(": still here\n\n");
    },
  };
}

function drained(res: Response, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      res.off("drain", finish).off("close", finish);
      over.removeEventListener("abort", finish);
      resolve();
    };
    res.once("drain", finish).once("close", finish);
    over.addEventListener("abort", finish);
    if (res.destroyed || over.aborted) finish();
  });
}
