import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { addRoute } from "../../http/add-route.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { notFound, pathParameter } from "../../http/request-scope.ts";
import { sendGzipped } from "../../http/send-gzipped.ts";
import { buildDocument } from "./build-document.ts";
import { sendGuide } from "../guide/send-guide.ts";
import { DOCS_HTML, docsFile } from "./docs-page.ts";
import { llmsText } from "./llms-text.ts";

/** `/openapi.json` and `/llms.txt`, built once, and `/docs`, a page that shows them. */
export function openApiRoutes(ctx: ApiContext): Router {
  const router = Router();
  const { publicUrl } = ctx.config;
  const llms = Buffer.from(llmsText(ctx.registry));
  const llmsTag = createHash("sha256").update(llms).digest("base64url");
  // As bytes, or each answer would encode the whole text again.
  const document = Buffer.from(JSON.stringify(buildDocument(ctx.registry, publicUrl)));
  const contract = { mediaType: "application/json; charset=utf-8", content: document, gzipped: gzipSync(document) };
  const tag = createHash("sha256").update(document).digest("base64url");
  // The page sends what is tried out to the server that the document names.
  const servers = ["'self'", ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin])].join(" ");
  const policy = `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src ${servers}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
  addRoute(router, "/openapi.json", {
    get: (req, res) => {
      res.setHeader("Cache-Control", "no-cache");
      if (answeredNotModified(req, res, tag)) return;
      sendGzipped(req, res, contract);
    },
  });
  addRoute(router, "/llms.txt", {
    get: (req, res) => {
      res.setHeader("Cache-Control", "no-cache");
      if (answeredNotModified(req, res, llmsTag)) return;
      res.type("text/plain; charset=utf-8").send(llms);
    },
  });
  addRoute(router, "/docs", {
    get: (req, res) => {
      if (req.path.endsWith("/")) {
        res.redirect(308, "../docs");
        return;
      }
      res.setHeader("Content-Security-Policy", policy);
      res.type("text/html").send(DOCS_HTML);
    },
  });
  addRoute(router, "/docs/guide", { get: sendGuide(policy) });
  addRoute(router, "/docs/:file", {
    get: async (req, res) => {
      const file = await docsFile(pathParameter(req, "file"));
      if (file === null) throw notFound();
      res.setHeader("Cache-Control", "no-cache");
      if (answeredNotModified(req, res, file.tag)) return;
      res.type(`${file.mediaType}; charset=utf-8`).send(file.content);
    },
  });
  return router;
}
