import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Request } from "express";
import { operationResultsSchema } from "@longhaul/contracts";
import { readPhaseResults, sizePhaseResults } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import { refuseMismatch } from "../../endpoints/check-answers.ts";
import { presentResults, type ResultParts } from "./present-results.ts";

/** JSON that is read again each time. */
export interface DetailedResults {
  readonly read: () => AsyncGenerator<Buffer>;
  /** Its size, and a text that is another one when it has changed: an ended operation's results only change with its version. */
  readonly measure: () => Promise<{ readonly sizeBytes: number; readonly tag: string }>;
}

/**
 * The results answer with all that its phases found. That may be tens of megabytes for each phase: it goes from the
 * database to the client in pieces, some megabytes in memory at a time, and is neither parsed nor written again on the way.
 */
export async function detailedResults(
  ctx: ApiContext,
  req: Request,
  parts: ResultParts,
  options: { readonly includeArtifacts: boolean; readonly phaseIdx: number | null },
): Promise<DetailedResults> {
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
    refuseMismatch(JSON.parse(Buffer.concat(whole).toString()), operationResultsSchema, "the results");
  }
  return {
    read,
    async measure() {
      const sizes = [];
      for (const phaseIdx of marked) sizes.push(await sizePhaseResults(ctx.db, id, phaseIdx));
      const sizeBytes = [...between.map((text) => text.length), ...sizes].reduce((sum, bytes) => sum + bytes, 0);
      return { sizeBytes, tag: [parts.operation.version, ...sizes, ...between].join() };
    },
  };
}
