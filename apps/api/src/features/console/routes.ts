import { Router, type Request, type Response } from "express";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { addRoute } from "../../http/add-route.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { notFound } from "../../http/request-scope.ts";
import { sendGzipped, type Gzipped } from "../../http/send-gzipped.ts";
import type { ConsolePage } from "../../context/load-console.ts";
import { exchangeCode, signInBody, signInFacts } from "./sign-in.ts";

/** What the page may load and ask: this server, nothing else. Files that it shows are objects of its own (`blob:`). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "frame-src blob:",
  "object-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const FOREVER = "public, max-age=31536000, immutable";

/** Serves the console, to be mounted at its path. Every path that is no file is the page, which knows what to show there. */
export function consoleRoutes({ console, oidc }: Pick<ApiContext, "console" | "oidc">): Router {
  const router = Router();
  addRoute(router, "/sign-in.json", { get: signInFacts(oidc) });
  router.use("/sign-in/token", signInBody);
  addRoute(router, "/sign-in/token", { post: exchangeCode(oidc) });
  addRoute(router, "/{*path}", {
    get: (req, res) => {
      if (console === null) {
        throw new DomainError("not_found", "the console is not built: run `pnpm build:console`, then start the API");
      }
      const file = console.files.get(req.path.slice(1));
      if (file !== undefined) sendFile(req, res, file, console.tag);
      else if (req.path.startsWith("/assets/")) throw notFound();
      else sendPage(req, res, console);
    },
  });
  return router;
}

function sendFile(req: Request, res: Response, file: Gzipped, tag: string): void {
  const isNamedByContent = req.path.startsWith("/assets/");
  res.setHeader("Cache-Control", isNamedByContent ? FOREVER : "no-cache");
  if (!isNamedByContent && answeredNotModified(req, res, tag)) return;
  sendGzipped(req, res, file);
}

/** The page's addresses are relative to its URL, so that it also works below a path of a proxy. */
function sendPage(req: Request, res: Response, { html, tag }: ConsolePage): void {
  const below = new URL(req.originalUrl, "http://localhost").pathname.slice(req.baseUrl.length);
  const depth = below.split("/").length - 2;
  const up = below === "" ? `./${req.baseUrl.slice(1)}/` : "../".repeat(depth) || "./";
  res.setHeader("Cache-Control", "no-cache");
  if (answeredNotModified(req, res, `${tag}.${depth}`)) return;
  res.setHeader("Content-Security-Policy", POLICY);
  res.setHeader("Referrer-Policy", "no-referrer");
  res.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  res.type("text/html").send(html.replaceAll('"./', `"${up}`));
}
