import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type { Request, Response } from "express";
import { createPreview, deletePreview, findPreview, type DatasetRecord, type Scope, type Tx } from "@longhaul/db";
import {
  DomainError,
  fileKindOf,
  isLineText,
  PREVIEW_ENDS,
  previewTailKey,
  TextEnds,
  timeText,
  FIRST_RANK,
} from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { inTransaction, onceForKey, type KeyHonored } from "../../answers/run-idempotent.ts";
import { importedOrLate, unreadable } from "./await-import.ts";
import { queueImport } from "./queue-import.ts";
import { mostBytes } from "./most-bytes.ts";
import { emptyFile, receiveUpload } from "./receive-upload.ts";
import { storageFullAsUnavailable } from "./accept-source.ts";

/** Limit of a file that isn't a text of lines, and so has to be read whole. */
const MAX_WHOLE_BYTES = 64 * 2 ** 20;
/** Previews of one tenant at a time. */
const MAX_AT_ONCE = 5;
const MAX_WAIT_MS = 60_000;

interface FoundPreview {
  readonly preview: DatasetRecord;
  /** Proof that the request's key was honored. */
  readonly once: KeyHonored;
}

/**
 * POST …/datasets/preview: what an import of the file would find, by its first and last rows. A worker reads it as an
 * upload of its own, which is gone when the answer is given; the reconciler deletes what a crash has left.
 */
export function previewDataset(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const id = randomUUID();
    const folder = `datasets/${scope.tenantId}/${id}`;
    let found: FoundPreview;
    try {
      found = await find(req, res, scope, id, `${folder}/source`);
    } catch (err) {
      throw storageFullAsUnavailable(err);
    } finally {
      await forget(id, folder);
    }
    res.json(presentPreview(found.preview));
    return found.once;
  };

  async function find(req: Request, res: Response, scope: Scope, id: string, sourceKey: string): Promise<FoundPreview> {
    const { fileName, mapping, stored } = await receiveUpload(req, await mostBytes(ctx, req), (file) =>
      storeEnds(ctx, sourceKey, file),
    );
    if (stored.sizeBytes === 0) throw emptyFile();
    const createdBy = principalOf(req).subject;
    const row = { id, ...scope, fileName, mapping: { ...mapping }, ...stored, sourceKey, createdBy };
    // Only the request is stored for a key: reading the same file again gives the same answer.
    const once = await onceForKey(
      ctx,
      req,
      scope,
      () => ({ fileName, mapping, sha256: stored.sha256 }),
      inTransaction(ctx, async (tx) => {
        await begin(tx, row);
        return { result: id, answer: { statusCode: 200, headers: {}, body: "" } };
      }),
    );
    if (once.isReplay) {
      await ctx.db.withTransaction(async (tx) => begin(tx, row));
      res.setHeader("Idempotent-Replayed", "true");
    }
    await queueImport(ctx, { id, epoch: 0, name: fileName, ...scope }, FIRST_RANK);
    const wait = { datasetId: id, waitMs: Math.min(ctx.config.importWaitMs, MAX_WAIT_MS) };
    const preview = await importedOrLate(ctx, res, wait, () => findPreview(ctx.db, id));
    if (preview.status === "Failed") throw unreadable(preview);
    if (preview.status === "Importing") {
      throw new DomainError("temporarily_unavailable", "the preview took too long; try again, or with fewer rows", {
        details: { retryAfterSec: 5 },
      });
    }
    return { preview, once };
  }

  /** What a fault leaves, the reconciler deletes. */
  async function forget(id: string, folder: string): Promise<void> {
    try {
      await deletePreview(ctx.db, id);
      await ctx.storage.deletePrefix(folder);
    } catch (err) {
      ctx.logger.warn({ err, previewId: id }, "preview not deleted");
    }
  }
}

async function begin(tx: Tx, preview: Parameters<typeof createPreview>[1]): Promise<void> {
  if ((await createPreview(tx, preview, MAX_AT_ONCE)) === null) {
    throw new DomainError("rate_limited", `at most ${MAX_AT_ONCE} previews of a tenant run at once; try again soon`, {
      details: { retryAfterSec: 2 },
    });
  }
}

/** Stores the beginning and the end of a text of lines, and any other file whole. */
async function storeEnds(
  { storage }: ApiContext,
  sourceKey: string,
  file: Readable,
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const ends = new TextEnds(PREVIEW_ENDS.headBytes, PREVIEW_ENDS.tailBytes);
  async function* head(): AsyncGenerator<Uint8Array> {
    let isLines: boolean | null = null;
    let size = 0;
    for await (const chunk of file as AsyncIterable<Buffer>) {
      isLines ??= isLineText(chunk);
      size += chunk.length;
      if (!isLines && size > MAX_WHOLE_BYTES) throw tooLargeToPreview();
      const kept = isLines ? ends.push(chunk) : chunk;
      if (kept.length > 0) yield kept;
    }
  }
  const stored = await storage.put(sourceKey, head());
  const tail = ends.tail();
  if (tail.length === 0) return stored;
  const end = await storage.put(previewTailKey(sourceKey), oneChunk(tail));
  return { ...stored, sha256: `${stored.sha256} ${end.sha256}` };
}

async function* oneChunk(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

const tooLargeToPreview = (): DomainError =>
  new DomainError(
    "payload_too_large",
    `of this format a preview takes files up to ${MAX_WHOLE_BYTES} bytes; preview a part of it, or upload it with Prefer: respond-async`,
  );

function presentPreview({ fileName, detected }: DatasetRecord): Record<string, unknown> {
  const { ok: _, timeStart, timeEnd, ...found } = detected ?? {};
  const time = (value: unknown): string => timeText(new Date(String(value)));
  const isTimed = timeStart !== null && timeStart !== undefined;
  const kind = fileKindOf(typeof found["format"] === "string" ? found["format"] : null);
  return {
    fileName,
    kind,
    ...found,
    ...(isTimed ? { timeRange: { start: time(timeStart), end: time(timeEnd) } } : {}),
  };
}
