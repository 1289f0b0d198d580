import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";

const SANE = /^[A-Za-z0-9._:-]{1,100}$/;

/** Gives each request an id, the client's own if it sent a sane one, and says it in the answer. */
export const requestId: RequestHandler = (req, res, next) => {
  const given = req.headers["x-request-id"];
  res.setHeader("X-Request-Id", typeof given === "string" && SANE.test(given) ? given : randomUUID());
  next();
};

export const requestIdOf = (res: Response): string => String(res.getHeader("X-Request-Id") ?? "");
