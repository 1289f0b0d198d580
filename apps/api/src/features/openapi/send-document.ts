import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Request, Response } from "express";
import type { ApiContext } from "../../context/context.ts";
import type { Endpoint } from "../../endpoints/define-endpoint.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { sendGzipped } from "../../http/send-gzipped.ts";
import { buildDocument } from "./build-document.ts";
import { llmsText } from "./llms-text.ts";

/** GET /openapi.json: built once, and as bytes, or each answer would encode the whole text again. */
export function sendDocument({ registry, config }: ApiContext, all: readonly Endpoint[]) {
  const content = Buffer.from(JSON.stringify(buildDocument(all, registry, config.publicUrl)));
  const contract = { mediaType: "application/json; charset=utf-8", content, gzipped: gzipSync(content) };
  const tag = tagOf(content);
  return (req: Request, res: Response): void => {
    res.setHeader("Cache-Control", "no-cache");
    if (answeredNotModified(req, res, tag)) return;
    sendGzipped(req, res, contract);
  };
}

/** GET /llms.txt, built once. */
export function sendLlmsText({ registry }: ApiContext, all: readonly Endpoint[]) {
  const content = Buffer.from(llmsText(all, registry));
  const tag = tagOf(content);
  return (req: Request, res: Response): void => {
    res.setHeader("Cache-Control", "no-cache");
    if (answeredNotModified(req, res, tag)) return;
    res.type("text/plain; charset=utf-8").send(content);
  };
}

const tagOf = (content: Buffer): string => createHash("sha256").update(content).digest("base64url");
