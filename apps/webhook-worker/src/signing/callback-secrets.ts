import { findCallbackSecret, type Db, type Scope, type SealedSecret } from "@longhaul/db";

/** Reads the callback secrets of projects. */
export interface CallbackSecrets {
  /** The current secret, then older ones that still sign; empty when the project has none. */
  of(project: Scope): Promise<readonly SealedSecret[]>;
}

/** How long secrets are cached. A replaced secret stays valid for longer. */
const FRESH_MS = 2000;
const MAX_CACHED = 10_000;

export function createCallbackSecrets(db: Db): CallbackSecrets {
  const known = new Map<string, { readonly until: number; readonly secrets: Promise<readonly SealedSecret[]> }>();
  const read = async (project: Scope): Promise<readonly SealedSecret[]> => {
    const found = await findCallbackSecret(db, project);
    return found === null ? [] : [found.secret, ...found.previousSecrets.map(({ secret }) => secret)];
  };
  return {
    of({ tenantId, projectId }) {
      const key = `${tenantId}/${projectId}`;
      const cached = known.get(key);
      if (cached !== undefined && cached.until > performance.now()) return cached.secrets;
      const secrets = read({ tenantId, projectId });
      if (known.size >= MAX_CACHED) known.clear();
      known.set(key, { until: performance.now() + FRESH_MS, secrets });
      secrets.catch(() => known.delete(key));
      return secrets;
    },
  };
}
