import { createHash } from "node:crypto";
import type { Request, Response } from "express";
import { Readable } from "node:stream";
import type { ArtifactRecord } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import { answerRange, type ByteRange } from "../../http/byte-range.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { pipeAnswer } from "../../answers/pipe-answer.ts";
import { contentDisposition } from "../../answers/send-blob.ts";
import { detailedResults } from "./detailed-results.ts";
import type { ResultParts } from "./present-results.ts";
import { resultsZip } from "./results-zip.ts";

/** Streams all results of an ended operation as one ZIP archive: `results.json` and the artifacts. */
export async function sendResultsArchive(
  ctx: ApiContext,
  req: Request,
  res: Response,
  parts: ResultParts,
): Promise<void> {
  const results = await detailedResults(ctx, req, parts, { includeArtifacts: false, phaseIdx: null });
  const { sizeBytes, tag } = await results.measure();
  const zip = await resultsZip(
    [
      { path: "results.json", sizeBytes, open: async () => Readable.from(results.read()) },
      ...uniquePaths(parts).map(({ artifact, path }) => ({
        path,
        sizeBytes: artifact.sizeBytes,
        open: async () => (await ctx.storage.get(artifact.storageKey)).stream,
      })),
    ],
    parts.operation.endedAt ?? parts.operation.createdAt,
  );
  const etag = createHash("sha256")
    .update(tag)
    .update(parts.artifacts.map((artifact) => artifact.sha256).join())
    .digest("hex");
  res.setHeader("Cache-Control", "private, max-age=3600");
  if (answeredNotModified(req, res, etag)) return;
  res.setHeader("Content-Disposition", contentDisposition(`${parts.operation.id}-results.zip`));
  res.setHeader("Content-Type", "application/zip");
  const range = zip.sizeBytes > 0 ? answerRange(req, res, { sizeBytes: zip.sizeBytes, etag }) : null;
  if (req.method === "HEAD") {
    res.end();
    return;
  }
  await pipeAnswer(ctx, range === null ? zip.read() : Readable.from(stretchOf(zip.read(), range)), res);
}

/** A stretch of a stream; the stream is closed behind it. */
async function* stretchOf(stream: Readable, { start, end }: ByteRange): AsyncGenerator<Buffer> {
  let offset = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const part = chunk.subarray(Math.max(0, start - offset), Math.max(0, end + 1 - offset));
    offset += chunk.length;
    if (part.length > 0) yield part;
    if (offset > end) return;
  }
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
