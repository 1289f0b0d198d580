import { Readable } from "node:stream";
import type { Request, Response } from "express";
import type { ResultsQuery } from "@longhaul/contracts";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { preferredWaitSec } from "../../http/prefer.ts";
import { pathParameter, scopeOf } from "../../http/request-scope.ts";
import { pipeAnswer } from "../../answers/pipe-answer.ts";
import { detailedResults } from "./detailed-results.ts";
import { findResults } from "./find-results.ts";
import { presentResults, type ResultParts } from "./present-results.ts";
import { sendResultsArchive } from "./send-results-archive.ts";

/** GET …/results: what the phases found and made, as JSON or as one ZIP archive. */
export function getResults(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<ResultsQuery>): Promise<void> => {
    const scope = scopeOf(req);
    const operationId = pathParameter(req, "operationId");
    const waitSec = preferredWaitSec(req);
    const parts = await findResults(ctx, scope, operationId, waitSec === null ? null : { waitSec, res });
    if (waitSec !== null) res.setHeader("Preference-Applied", `wait=${waitSec}`);
    if (query.format === "download") {
      await sendResultsArchive(ctx, req, res, parts);
      return;
    }
    const phaseIdx = query.phase === undefined ? null : completedPhase(parts, query.phase);
    // Download URLs expire, so an answer that holds some may be reused for a while only.
    const tag = `${parts.operation.version}-${query.format}-${query.includeArtifacts ? Math.floor(Date.now() / 600_000) : "plain"}-${phaseIdx ?? "all"}`;
    if (answeredNotModified(req, res, tag)) return;
    const { includeArtifacts } = query;
    if (query.format === "detailed") {
      const { read } = await detailedResults(ctx, req, parts, { includeArtifacts, phaseIdx });
      res.status(200).type("json");
      if (req.method === "HEAD") res.end();
      else await pipeAnswer(ctx, Readable.from(read()), res);
      return;
    }
    res.json(presentResults(ctx, req, parts, { includeArtifacts, phaseIdx }));
  };
}

/** Index of a phase by its name, any case, if it has been completed. */
function completedPhase({ phases }: ResultParts, name: string): number {
  const phase = phases.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (phase === undefined) {
    throw new DomainError(
      "not_found",
      `the operation has no phase ${JSON.stringify(name)}; it has ${phases.map((item) => JSON.stringify(item.name)).join(", ")}`,
    );
  }
  if (phase.status !== "Completed") {
    throw new DomainError("conflict", `phase ${JSON.stringify(phase.name)} was not completed: it is ${phase.status}`, {
      details: { phaseStatus: phase.status },
    });
  }
  return phase.idx;
}
