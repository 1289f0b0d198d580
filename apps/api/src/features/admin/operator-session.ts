import { createHash } from "node:crypto";
import express, { Router, type Request, type RequestHandler, type Response } from "express";
import { ERROR_STATUS } from "@longhaul/contracts";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { absoluteUrl } from "../../answers/absolute-url.ts";
import { bearerTokenOf } from "../../http/request-scope.ts";

const COOKIE = "longhaul-admin";

/** Browsers keep no cookie of more than 4,096 bytes with its name and attributes. */
const MAX_TOKEN_LENGTH = 3_900;

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem;color:#1b2733}
textarea{width:100%;height:8rem;box-sizing:border-box;font:13px monospace}button{font:inherit;padding:.4rem 1rem;margin-top:.5rem}
[role=alert]{color:#a3122b}`;
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;

/**
 * Lets operators in: those whose token's own `role` is `admin`, since they see all tenants. A browser sends no bearer
 * token, so a form takes it in a POST, never in an address, where histories and logs would keep it; from then on a cookie
 * that no script can read carries it within `base`.
 */
export function operatorSession(ctx: ApiContext, base: string): Router {
  const router = Router();
  const cookieOptions = (req: Request) => ({
    httpOnly: true,
    sameSite: "strict" as const,
    secure: absoluteUrl(ctx, req, base).startsWith("https:"),
    path: base,
  });

  router.get("/sign-in", (_req, res) => sendForm(res, base));
  router.post("/sign-in", express.urlencoded({ extended: false, limit: 20_000 }), async (req, res) => {
    const token = tokenOfForm(req.body);
    try {
      if (token.length > MAX_TOKEN_LENGTH)
        throw new DomainError(
          "validation_failed",
          `the token is longer than the ${MAX_TOKEN_LENGTH} bytes of a cookie`,
        );
      await admit(ctx, token);
    } catch (err) {
      if (!(err instanceof DomainError)) throw err;
      sendForm(res, base, { fault: err });
      return;
    }
    res.cookie(COOKIE, token, cookieOptions(req)).redirect(303, base);
  });
  router.post("/sign-out", (req, res) => {
    res.clearCookie(COOKIE, cookieOptions(req)).redirect(303, `${base}/sign-in`);
  });
  router.use(askForToken(ctx, base));
  return router;
}

/** Passes operators on; shows a browser that isn't signed in the form. */
function askForToken(ctx: ApiContext, base: string): RequestHandler {
  return async (req, res, next) => {
    const bearer = bearerTokenOf(req);
    const token = bearer ?? cookieOf(req);
    const isPage = bearer === null && req.method === "GET" && req.accepts(["json", "html"]) === "html";
    try {
      if (token === null)
        throw new DomainError("unauthenticated", "send an operator's bearer token, or sign in with a browser");
      await admit(ctx, token);
    } catch (err) {
      if (!isPage || !(err instanceof DomainError)) throw err;
      sendForm(res, base, { fault: err, isFaultShown: token !== null });
      return;
    }
    next();
  };
}

async function admit({ authenticator }: ApiContext, token: string): Promise<void> {
  const principal = await authenticator(token);
  if (principal.role !== "admin")
    throw new DomainError("forbidden", "the queues are for operators: the token's own role must be admin");
}

function sendForm(
  res: Response,
  base: string,
  { fault, isFaultShown = true }: { readonly fault?: DomainError; readonly isFaultShown?: boolean } = {},
): void {
  res.setHeader("Content-Security-Policy", POLICY);
  res.setHeader("Referrer-Policy", "no-referrer");
  res.status(fault === undefined ? 200 : ERROR_STATUS[fault.code]).type("text/html").send(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Longhaul queues: sign in</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><h1>Longhaul queues</h1>${fault === undefined || !isFaultShown ? "" : `<p role="alert">${escapeHtml(fault.message)}</p>`}
<form method="post" action="${base}/sign-in"><label for="token">Token of an operator (its own role is <code>admin</code>)</label>
<textarea id="token" name="token" autocomplete="off" spellcheck="false" required autofocus></textarea><button>Sign in</button></form>
<form method="post" action="${base}/sign-out"><button>Sign out</button></form></body></html>`);
}

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

function tokenOfForm(body: unknown): string {
  const token: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "token") : undefined;
  return typeof token === "string" ? token.trim() : "";
}

function cookieOf(req: Request): string | null {
  const pairs = (req.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? null;
}
