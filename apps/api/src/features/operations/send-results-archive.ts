import { createHash } from "node:crypto";
import type { Request, Response } from "express";
import { pipeline } from "node:stream/promises";
import { operationResultsSchema } from "@longhaul/contracts";
import type { ArtifactRecord, Scope } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import { ZipFile } from "yazl";
import type { ApiContext } from "../../context.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { checkedAnswer } from "../../http/send-answer.ts";
import { contentDisposition } from "../downloads/send-blob.ts";
import { findResults } from "./find-results.ts";
import { presentResults, type ResultParts } from "./present-results.ts";

/**
 * Streams all results of an ended operation as one ZIP archive: `results.json` and the artifacts. Entries are stored
 * with fixed times and uncompressed, so that the same results always give the same bytes: ranges of it can be asked for.
 */
export async function sendResultsArchive(
  ctx: ApiContext,
  req: Request,
  res: Response,
  scope: Scope,
  operationId: string,
): Promise<void> {
  const parts = await findResults(ctx, scope, operationId);
  const results = presentResults(ctx, req, parts, { detailed: true, includeArtifacts: false, phaseIdx: null });
  const resultsJson = Buffer.from(JSON.stringify(checkedAnswer(ctx, operationResultsSchema, results), null, 2));
  const zip = new ZipFile();
  const mtime = parts.operation.endedAt ?? parts.operation.createdAt;
  zip.addBuffer(resultsJson, "results.json", { mtime, compress: false });
  for (const { artifact, path } of uniquePaths(parts)) {
    zip.addReadStreamLazy(path, { mtime, compress: false, size: artifact.sizeBytes }, (open) => {
      ctx.storage.get(artifact.storageKey).then(
        ({ stream }) => open(null, stream),
        (err: unknown) => open(err, null as never),
      );
    });
  }
  const total = await finishedSize(zip);
  const etag = createHash("sha256")
    .update(resultsJson)
    .update(parts.artifacts.map((artifact) => artifact.sha256).join())
    .digest("hex");
  res.setHeader("Content-Disposition", contentDisposition(`${operationId}-results.zip`));
  res.setHeader("Content-Type", "application/zip");
  res.setHeader("Cache-Control", "private, max-age=3600");
  if (answeredNotModified(req, res, etag)) return;
  const start = total > 0 ? resumeFrom(req, res, total, etag) : null;
  if (req.method === "HEAD") {
    res.end();
    return;
  }
  await pipeline(start === null ? zip.outputStream : skip(zip.outputStream, start), res).catch((err: unknown) => {
    if (!res.destroyed) throw err;
  });
}

/** Ends the archive and gives its size in bytes, which its callback is told, whatever the type declarations say. */
function finishedSize(zip: ZipFile): Promise<number> {
  return new Promise((resolve) => {
    const tell = (...sizes: readonly number[]): void => resolve(sizes[0] ?? -1);
    zip.end({ forceZip64Format: false, comment: "" }, tell);
  });
}

/** Byte to go on from, for a client that resumes with `Range: bytes=N-`; null for the whole. Sets the length headers. */
function resumeFrom(req: Request, res: Response, total: number, etag: string): number | null {
  res.setHeader("Accept-Ranges", "bytes");
  const ifRange = req.headers["if-range"];
  const from =
    ifRange === undefined || ifRange === `"${etag}"` ? /^bytes=(\d+)-$/.exec(req.headers.range ?? "")?.[1] : undefined;
  if (from === undefined) {
    res.setHeader("Content-Length", total);
    return null;
  }
  const start = Number(from);
  if (start >= total) throw new DomainError("range_not_satisfiable", `the archive has ${total} bytes`);
  res.status(206).setHeader("Content-Range", `bytes ${start}-${total - 1}/${total}`);
  res.setHeader("Content-Length", total - start);
  return start;
}

async function* skip(source: NodeJS.ReadableStream, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (left >= chunk.length) left -= chunk.length;
    else {
      yield left > 0 ? chunk.subarray(left) : chunk;
      left = 0;
    }
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
