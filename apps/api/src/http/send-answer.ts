import type { Response } from "express";
import type Joi from "joi";
import type { ApiContext } from "../context.ts";

/** Sends JSON. Outside production the answer is held against its schema first: a mismatch is our own fault. */
export function sendAnswer(ctx: ApiContext, res: Response, status: number, schema: Joi.Schema, answer: unknown): void {
  res.status(status).json(checkedAnswer(ctx, schema, answer));
}

/** The answer, if it is as its schema says. */
export function checkedAnswer<T>(ctx: ApiContext, schema: Joi.Schema, answer: T): T {
  if (!ctx.config.checkAnswers) return answer;
  const { error } = schema.validate(answer, { convert: false, abortEarly: false });
  if (error !== undefined) throw new Error(`answer does not match its schema: ${error.message}`);
  return answer;
}
