import type { Request, Response } from "express";
import type { ApiContext } from "../../context/context.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { notFound, pathParameter } from "../../http/request-scope.ts";
import { docsPolicy } from "../guide/docs-policy.ts";
import { DOCS_HTML, docsFile } from "./docs-page.ts";

/** GET /docs: the page that shows the document. */
export function sendDocsPage({ config }: ApiContext) {
  const policy = docsPolicy(config);
  return (req: Request, res: Response): void => {
    if (req.path.endsWith("/")) {
      res.redirect(308, "../docs");
      return;
    }
    res.setHeader("Content-Security-Policy", policy);
    res.type("text/html").send(DOCS_HTML);
  };
}

/** GET /docs/{file}: what the page is made of. */
export function sendDocsFile() {
  return async (req: Request, res: Response): Promise<void> => {
    const file = await docsFile(pathParameter(req, "file"));
    if (file === null) throw notFound();
    res.setHeader("Cache-Control", "no-cache");
    if (answeredNotModified(req, res, file.tag)) return;
    res.type(`${file.mediaType}; charset=utf-8`).send(file.content);
  };
}
