import type { IncomingMessage } from "node:http";
import type { Request, RequestHandler } from "express";
import { DomainError } from "@longhaul/domain";
import { sendProblem } from "./problem.ts";

/** How long a body may take to arrive. */
export interface BodyTimes {
  /** For all of a body that isn't an upload. */
  readonly bodyMs: number;
  /** An upload takes as long as it takes, while so many bytes arrive in each of these spans. */
  readonly uploadSpanMs: number;
  readonly uploadSpanBytes: number;
  /** After the answer, for what the client was about to send: it reads the answer before it sees the connection end. */
  readonly lingerMs: number;
}

const DEFAULTS: BodyTimes = { bodyMs: 30_000, uploadSpanMs: 15_000, uploadSpanBytes: 15_000, lingerMs: 1000 };

/**
 * Ends bodies that dribble in, with 408, and those that nobody reads any more: when the answer is sent (401, 404, 413, …)
 * and the body isn't there, its connection ends.
 */
export function limitBodyTime(times: BodyTimes = DEFAULTS): RequestHandler {
  return (req, res, next) => {
    if (!hasBody(req)) {
      next();
      return;
    }
    // A request that is destroyed, since its body was refused while it was read, has none.
    const { socket } = req;
    const late = (what: string): void => {
      if (!res.headersSent) sendProblem(res, new DomainError("request_timeout", what));
      else socket.destroy();
    };
    const stop = isUpload(req)
      ? whileSlow(req, times, () => late("the upload stalled: too few bytes have arrived of late"))
      : after(times.bodyMs, () => late(`the body took longer than ${Math.ceil(times.bodyMs / 1000)} s to arrive`));
    req.once("end", stop);
    res.once("close", stop);
    res.once("finish", () => {
      if (req.complete) return;
      stop();
      const close = after(times.lingerMs, () => socket.destroy());
      req.once("end", close);
      socket.once("close", close);
      req.resume();
    });
    next();
  };
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

const isUpload = (req: Request): boolean => req.is("multipart/form-data") === "multipart/form-data";

function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
}

/** Calls `act` after a span in which too little came, although somebody was ready to read it. */
function whileSlow(req: IncomingMessage, { uploadSpanMs, uploadSpanBytes }: BodyTimes, act: () => void): () => void {
  const { socket } = req;
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    const { bytesRead } = socket;
    // What has arrived and isn't read yet waits for us.
    const isSlow = bytesRead - seen < uploadSpanBytes && req.readableLength === 0;
    seen = bytesRead;
    if (isSlow) act();
  }, uploadSpanMs);
  return () => clearInterval(timer);
}
