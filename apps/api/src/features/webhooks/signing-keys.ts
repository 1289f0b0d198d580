import type { Request, Response } from "express";
import { deriveProjectKey, publicKeyText, type Scope } from "@longhaul/db";
import type { ApiConfig } from "../../context/config.ts";
import type { ApiContext } from "../../context/context.ts";
import { guidParameter } from "../../http/request-scope.ts";

/** Long enough to cache, short enough for a rotation of the deployment's key. */
const MAX_AGE_SEC = 3600;

/** The public keys of a project's signatures, the current one first. */
export function publicKeysOf({ secretsKeys }: Pick<ApiConfig, "secretsKeys">, project: Scope): string[] {
  return secretsKeys.map((key) => publicKeyText(deriveProjectKey(key, project)));
}

/**
 * GET `/.well-known/webhook-keys/{tenantId}/{projectId}`: the public keys of a project's signatures (`v1a`), the current one
 * first. Public. A project that doesn't exist has keys too, so the answer reveals nothing.
 */
export function getSigningKeys(ctx: ApiContext) {
  return (req: Request, res: Response): void => {
    const project = { tenantId: guidParameter(req, "tenantId"), projectId: guidParameter(req, "projectId") };
    res.setHeader("Cache-Control", `public, max-age=${MAX_AGE_SEC}`);
    const keys = publicKeysOf(ctx.config, project).map((publicKey) => ({
      algorithm: "ed25519",
      signatureVersion: "v1a",
      publicKey,
    }));
    res.json({ keys });
  };
}
