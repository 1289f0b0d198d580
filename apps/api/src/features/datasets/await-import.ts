import type { Response } from "express";
import type { DatasetRecord } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { notFound } from "../../http/request-scope.ts";

const LOOK_AGAIN_MS = 1000;

/** Waits until a worker has read an upload, but no longer than the client does, or `waitMs`. @throws DomainError when it is gone */
export async function importedOrLate(
  ctx: ApiContext,
  res: Response,
  { datasetId, waitMs }: { readonly datasetId: string; readonly waitMs: number },
  find: () => Promise<DatasetRecord | null>,
): Promise<DatasetRecord> {
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  const waiting = AbortSignal.any([gone.signal, ctx.stopping.signal]);
  const until = performance.now() + waitMs;
  for (;;) {
    const dataset = await find();
    if (dataset === null) throw notFound();
    const leftMs = until - performance.now();
    if (dataset.status !== "Importing" || leftMs <= 0 || waiting.aborted) return dataset;
    await ctx.hub.wait((notice) => notice.datasetId === datasetId, Math.min(leftMs, LOOK_AGAIN_MS), waiting);
  }
}

/** The answer to an upload whose import was cancelled while its request waited. */
export function cancelledMeanwhile({ datasetId, version, cancellation }: DatasetRecord): DomainError {
  const reason = cancellation?.reason ?? "";
  const by = cancellation === null ? "" : ` by ${cancellation.cancelledBy}`;
  return new DomainError(
    "conflict",
    `the import was cancelled${by}${reason === "" ? "" : `: ${reason}`}; send the file again`,
    {
      details: { datasetId, version, status: "Cancelled", ...cancellation },
    },
  );
}

/** The answer to an upload that can't be read. */
export function unreadable({ datasetId, version, kind, fileName, error }: DatasetRecord): DomainError {
  const message = error?.message ?? "the file could not be read";
  return new DomainError("unprocessable", message, {
    errors: [{ pointer: "/file", detail: message }],
    details: {
      ...(kind === "preview" ? {} : { datasetId, ...(version === 1 ? {} : { version }) }),
      fileName,
      ...error,
    },
  });
}
