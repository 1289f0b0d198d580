import type { Request, Response } from "express";
import type { RotateSecretBody } from "@longhaul/contracts";
import {
  callbackSecretContext,
  createSecretBox,
  findCallbackSecret,
  setCallbackSecret,
  type CallbackSecret,
  type Scope,
} from "@longhaul/db";
import { timeText } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { OVERLAP_SEC, lastEnd, refuseIfFull } from "./previous-secrets.ts";
import { publicKeysOf } from "./signing-keys.ts";

/** GET …/async/callback-signing: the public keys of a project's callbacks, and whether it was given an HMAC secret. */
export function getCallbackSigning(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    res.json(present(ctx, scope, await findCallbackSecret(ctx.db, scope)));
  };
}

/**
 * POST …/async/callback-signing/rotate-secret: from now on callbacks are signed with the given secret as well as with the
 * project's key. A secret that it replaces signs too for 24 h, however often it is replaced meanwhile; the one that the
 * project has already changes nothing.
 */
export function rotateCallbackSecret(ctx: ApiContext) {
  const secretBox = createSecretBox(ctx.config.secretsKeys);
  return async (
    req: Request,
    res: Response,
    { body: { secret } }: Given<unknown, RotateSecretBody>,
  ): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    return runIdempotent(ctx, req, res, scope, async (sql) => {
      const sealed = secretBox.seal(secret, callbackSecretContext(scope));
      const changedBy = principalOf(req).subject;
      const changed = await setCallbackSecret(sql, scope, { secret: sealed, changedBy, overlapSec: OVERLAP_SEC });
      refuseIfFull(changed);
      const answer = present(ctx, scope, changed.current);
      return { result: null, answer: { statusCode: 200, headers: {}, body: JSON.stringify(answer) } };
    });
  };
}

function present({ config }: ApiContext, scope: Scope, secret: CallbackSecret | null) {
  return {
    publicKeys: publicKeysOf(config, scope),
    hmacSecret: secret === null ? null : { changedAt: timeText(secret.changedAt), ...lastEnd(secret) },
  };
}
