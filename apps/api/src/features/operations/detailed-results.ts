import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Request } from "express";
import { operationResultsSchema } from "@longhaul/contracts";
import { readPhaseResults } from "@longhaul/db";
import type { ApiContext } from "../../context.ts";
import { checkedAnswer } from "../../http/send-answer.ts";
import { presentResults, type ResultParts } from "./present-results.ts";

/**
 * The results answer with all that its phases found. That may be tens of megabytes for each phase: it goes from the
 * database to the client in pieces, some megabytes in memory at a time, and is neither parsed nor written anew on the way.
 * @returns reads it, anew each time
 */
export async function detailedResults(
  ctx: ApiContext,
  req: Request,
  parts: ResultParts,
  options: { readonly includeArtifacts: boolean; readonly phaseIdx: number | null },
): Promise<() => AsyncGenerator<Buffer>> {
  const { id } = parts.operation;
  // Stands for what a phase found. It is made by chance, so that no customer's text holds it.
  const standIn = { [randomUUID()]: true };
  const marked: number[] = [];
  const answer = presentResults(ctx, req, parts, {
    ...options,
    resultsOf: (phaseIdx) => {
      marked.push(phaseIdx);
      return standIn;
    },
  });
  const [first = "", ...others] = JSON.stringify(answer).split(JSON.stringify(standIn));
  const between = [first, ...others].map((text) => Buffer.from(text));

  async function* read(): AsyncGenerator<Buffer> {
    for (const [at, text] of between.entries()) {
      yield text;
      const phaseIdx = marked[at];
      if (phaseIdx === undefined) continue;
      let pieces = 0;
      for await (const piece of readPhaseResults(ctx.db, id, phaseIdx)) {
        yield piece;
        pieces++;
        await setImmediate(); // others' turn
      }
      if (pieces === 0) throw new Error("the results were deleted while they were read");
    }
  }

  if (ctx.config.checkAnswers) {
    const whole: Buffer[] = [];
    for await (const piece of read()) whole.push(piece);
    checkedAnswer(ctx, operationResultsSchema, JSON.parse(Buffer.concat(whole).toString()) as unknown);
  }
  return read;
}
