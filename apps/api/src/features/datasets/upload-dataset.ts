import type { Readable } from "node:stream";
import type { Request, Response } from "express";
import { announceUpload } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import type { KeyHonored } from "../../answers/run-idempotent.ts";
import { importFromUrl } from "./import-from-url.ts";
import { beginUpload, mostBytes } from "./most-bytes.ts";
import { acceptSource, keepDataset, type AcceptedSource, type NewSource } from "./accept-source.ts";
import { emptyFile, receiveUpload } from "./receive-upload.ts";
import { judgeTarget } from "./version-target.ts";

const LEAST_ANNOUNCED_BYTES = 20_000_000;

/**
 * POST …/datasets: streams the file into storage and makes a dataset of it, as `acceptSource` says; JSON names a file elsewhere.
 * With a `change`, POST …/datasets/{datasetId}/append or …/replace: the same, as the next version of that dataset.
 */
export function uploadDataset(ctx: ApiContext, change?: "append" | "replace") {
  const fromUrl = importFromUrl(ctx, change);
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    if (change !== undefined) await judgeTarget(ctx.db, req, change);
    return typeof req.is(["application/json", "application/*+json"]) === "string"
      ? fromUrl(req, res)
      : acceptSource(ctx, req, res, (source) => receive(req, source));
  };

  async function receive(req: Request, source: NewSource): Promise<AcceptedSource> {
    const underWay = await beginUpload(ctx, req);
    try {
      return await receiveCounted(req, source, (bytes) => underWay.add(bytes));
    } finally {
      underWay.end();
    }
  }

  async function receiveCounted(
    req: Request,
    { id, sourceKey }: NewSource,
    onBytes: (bytes: number) => void,
  ): Promise<AcceptedSource> {
    const sizeBytes = Number(req.headers["content-length"] ?? 0);
    // Its transfer takes longer than a process to be ready; a smaller file finds one that is.
    if (sizeBytes > LEAST_ANNOUNCED_BYTES) announceUpload(ctx.db, sizeBytes).catch(() => undefined);
    const most = await mostBytes(ctx, req);
    const store = async (file: Readable) => ctx.storage.put(sourceKey, file);
    const { name, fileName, mapping, stored } = await receiveUpload(req, most, store, onBytes);
    if (stored.sizeBytes === 0) throw emptyFile();
    const request = { name, fileName, mapping, sha256: stored.sha256 };
    const dataset = { id, name, fileName, mapping: { ...mapping }, ...stored, sourceKey };
    return keepDataset(ctx, req, request, dataset, change);
  }
}
