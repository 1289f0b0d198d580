import { createHash } from "node:crypto";
import type { Request, Response } from "express";
import { Transform } from "node:stream";
import { operationResultsSchema } from "@longhaul/contracts";
import type { ArtifactRecord } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { pipeAnswer } from "../../http/pipe-answer.ts";
import { checkedAnswer } from "../../http/send-answer.ts";
import { contentDisposition } from "../downloads/send-blob.ts";
import { presentResults, type ResultParts } from "./present-results.ts";
import { resultsZip } from "./results-zip.ts";

/** Streams all results of an ended operation as one ZIP archive: `results.json` and the artifacts. */
export async function sendResultsArchive(
  ctx: ApiContext,
  req: Request,
  res: Response,
  parts: ResultParts,
): Promise<void> {
  const results = presentResults(ctx, req, parts, { detailed: true, includeArtifacts: false, phaseIdx: null });
  const resultsJson = Buffer.from(JSON.stringify(checkedAnswer(ctx, operationResultsSchema, results), null, 2));
  const zip = await resultsZip(
    [
      { path: "results.json", content: resultsJson },
      ...uniquePaths(parts).map(({ artifact, path }) => ({
        path,
        sizeBytes: artifact.sizeBytes,
        open: async () => (await ctx.storage.get(artifact.storageKey)).stream,
      })),
    ],
    parts.operation.endedAt ?? parts.operation.createdAt,
  );
  const etag = createHash("sha256")
    .update(resultsJson)
    .update(parts.artifacts.map((artifact) => artifact.sha256).join())
    .digest("hex");
  res.setHeader("Content-Disposition", contentDisposition(`${parts.operation.id}-results.zip`));
  res.setHeader("Content-Type", "application/zip");
  res.setHeader("Cache-Control", "private, max-age=3600");
  if (answeredNotModified(req, res, etag)) return;
  const start = zip.sizeBytes > 0 ? resumeFrom(req, res, zip.sizeBytes, etag) : 0;
  if (req.method === "HEAD") {
    res.end();
    return;
  }
  await pipeAnswer(ctx, start === 0 ? [zip.read()] : [zip.read(), skip(start)], res);
}

/** Byte to go on from, for a client that resumes with `Range: bytes=N-`; 0 for the whole. Sets the length headers. */
function resumeFrom(req: Request, res: Response, total: number, etag: string): number {
  res.setHeader("Accept-Ranges", "bytes");
  const ifRange = req.headers["if-range"];
  const from =
    ifRange === undefined || ifRange === `"${etag}"` ? /^bytes=(\d+)-$/.exec(req.headers.range ?? "")?.[1] : undefined;
  if (from === undefined) {
    res.setHeader("Content-Length", total);
    return 0;
  }
  const start = Number(from);
  if (start >= total) {
    throw new DomainError("range_not_satisfiable", `the archive has ${total} bytes`, { details: { sizeBytes: total } });
  }
  res.status(206).setHeader("Content-Range", `bytes ${start}-${total - 1}/${total}`);
  res.setHeader("Content-Length", total - start);
  return start;
}

/** Leaves out the first bytes of a stream. */
function skip(bytes: number): Transform {
  let left = bytes;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const rest = chunk.subarray(Math.min(left, chunk.length));
      left -= chunk.length - rest.length;
      done(null, rest.length === 0 ? undefined : rest);
    },
  });
}

/** Names in the archive, made unique: two phases may have made files of the same name. */
function uniquePaths({ artifacts }: ResultParts): { artifact: ArtifactRecord; path: string }[] {
  const taken = new Set(["results.json"]);
  return artifacts.map((artifact) => {
    const safe = artifact.fileName.replaceAll(/[^A-Za-z0-9._-]/g, "_").replace(/^\.+/, "_");
    let path = safe;
    for (let n = 2; taken.has(path.toLowerCase()); n++) path = safe.replace(/(\.[^.]*)?$/, `-${n}$1`);
    taken.add(path.toLowerCase());
    return { artifact, path };
  });
}
