import type { RequestHandler } from "express";
import { DomainError } from "@longhaul/domain";
import type { Logger } from "@longhaul/runtime";
import { preferredWaitSec } from "./prefer.ts";
import { sendProblem } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";

/**
 * Answers 503 for a request that has no answer yet after `answerMs`, beyond what its client said it would wait; what was begun for
 * it goes on. Uploads take as long as they take. Comes after the body has been read.
 */
export function answerInTime({ answerMs }: { readonly answerMs: number }, logger: Logger): RequestHandler {
  return (req, res, next) => {
    if (req.is("multipart/form-data") === "multipart/form-data") {
      next();
      return;
    }
    const timer = setTimeout(
      () => {
        if (res.headersSent) return;
        logger.warn({ method: req.method, path: req.path, requestId: requestIdOf(res) }, "not answered in time");
        sendProblem(res, new DomainError("temporarily_unavailable", "this took too long; repeat it in a moment"));
      },
      answerMs + 1000 * (preferredWaitSec(req) ?? 0),
    );
    res.on("close", () => clearTimeout(timer));
    next();
  };
}
