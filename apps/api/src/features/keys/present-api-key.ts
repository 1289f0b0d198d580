import type { ApiKeyRecord } from "@longhaul/db";
import { timeText } from "@longhaul/domain";

/** A key as the API presents it, without its secret. */
export function presentApiKey(key: ApiKeyRecord) {
  return {
    keyId: key.id,
    keyName: key.name,
    permissions: key.permissions,
    projects: key.projects ?? "*",
    expires: timeText(key.expiresAt),
    ...(key.lastUsedAt === null ? {} : { lastUsed: timeText(key.lastUsedAt) }),
    ...(key.previousUntil === null ? {} : { previousSecretExpires: timeText(key.previousUntil) }),
    createdBy: key.createdBy,
    dateCreated: timeText(key.createdAt),
  };
}
