import type { Request, Response } from "express";
import { datasetImportSchema, type DatasetImport } from "@longhaul/contracts";
import type { ApiContext } from "../../context/context.ts";
import type { KeyHonored } from "../../answers/run-idempotent.ts";
import { readBody } from "../../http/read-request.ts";
import { acceptSource, keepDataset, type AcceptedSource, type NewSource } from "./accept-source.ts";
import { storableName } from "./storable-name.ts";

/**
 * POST …/datasets with a JSON body: a worker gets the file from a URL, which is guarded as those of webhooks are, and
 * imports it. Of the URL only origin and path are kept once the file is there: its query may hold a signature.
 */
export function importFromUrl(ctx: ApiContext, change?: "append" | "replace") {
  const schema = datasetImportSchema(ctx.config.allowList);
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const body = readBody(req, schema);
    return acceptSource(ctx, req, res, (source) => accept(req, body, source));
  };

  async function accept(req: Request, body: DatasetImport, { id, sourceKey }: NewSource): Promise<AcceptedSource> {
    const { origin, pathname } = new URL(body.url);
    const fileName = storableName(lastSegment(pathname));
    const dataset = {
      id,
      name: body.name,
      fileName,
      mapping: { ...body.mapping },
      sourceKey,
      sourceUrl: body.url,
      lineage: { importedFrom: `${origin}${pathname}` },
    };
    return keepDataset(ctx, req, body, dataset, change);
  }
}

function lastSegment(pathname: string): string {
  const segment = pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
