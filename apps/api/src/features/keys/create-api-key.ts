import type { Request, Response } from "express";
import type { ApiKeyRequest } from "@longhaul/contracts";
import { createApiKey } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { newKeyId, newSecretFor } from "../../http/api-key-text.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { inTransaction, runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { noteChange } from "../../context/note-change.ts";
import { refuseMoreThanOwn } from "./key-reach.ts";
import { presentApiKey } from "./present-api-key.ts";

const MOST_OF_TENANT = 500;

/** POST …/async/api-keys: creates a key (201). Only this answer has its secret. */
export function createApiKeyRoute(ctx: ApiContext) {
  return async (req: Request, res: Response, { body: request }: Given<unknown, ApiKeyRequest>): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const { keyName, permissions, projects = [scope.projectId], expiresInDays } = request;
    const wanted = { permissions, projects: projects === "*" ? null : projects };
    refuseMoreThanOwn(req, wanted);
    const work = inTransaction(ctx, async (tx) => {
      const id = newKeyId();
      const { apiKey, hash } = newSecretFor(id);
      const { tenantId } = scope;
      const { subject: createdBy, keyId: makerId, expiresAt } = principalOf(req);
      const endsBy = makerId === undefined ? null : expiresAt;
      const kept = { ...wanted, id, tenantId, name: keyName, hash, lifeDays: expiresInDays, endsBy, createdBy };
      const key = await createApiKey(tx, kept, MOST_OF_TENANT);
      if (key === null) {
        throw new DomainError("conflict", `the tenant has ${MOST_OF_TENANT} keys already; delete one first`, {
          details: { limit: MOST_OF_TENANT },
        });
      }
      const presented = presentApiKey(key);
      noteChange(res, null, presented);
      const Location = `/api/${tenantId}/${scope.projectId}/async/api-keys/${id}`;
      const body = JSON.stringify(presented);
      return {
        result: null,
        answer: { statusCode: 201, headers: { Location }, body },
        bodyOnce: JSON.stringify({ ...presented, apiKey }),
      };
    });
    return runIdempotent(ctx, req, res, scope, work);
  };
}
