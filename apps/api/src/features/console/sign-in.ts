import express, { type RequestHandler } from "express";
import { DomainError } from "@longhaul/domain";
import Joi from "joi";
import type { CodeExchange, OidcProvider } from "../../http/oidc-provider.ts";
import { readBody } from "../../http/read-request.ts";

/** GET /console/sign-in.json: how the page signs in beside pasted tokens; empty where no provider is set. */
export function signInFacts(oidc: OidcProvider | null): RequestHandler {
  return async (_req, res) => {
    res.json(oidc === null ? {} : await oidc.facts());
  };
}

const exchangeSchema = Joi.object<CodeExchange>({
  code: Joi.string().max(4000).required(),
  // RFC 7636: 43 to 128 characters.
  verifier: Joi.string()
    .pattern(/^[\w.~-]{43,128}$/)
    .required(),
  nonce: Joi.string().min(22).max(128).required(),
  redirectUri: Joi.string()
    .uri({ scheme: ["http", "https"] })
    .max(2000)
    .required(),
});

export const signInBody = express.json({ limit: 20_000 });

/**
 * POST /console/sign-in/token: gives the code that the page came back with for an access token. The page itself could ask the
 * provider only if its policy let it ask another origin.
 */
export function exchangeCode(oidc: OidcProvider | null): RequestHandler {
  return async (req, res) => {
    if (oidc === null) throw new DomainError("not_found", "no identity provider is set: OIDC_ISSUER");
    res.json({ accessToken: await oidc.exchange(readBody(req, exchangeSchema)) });
  };
}
