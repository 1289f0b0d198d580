import { findCallbackSecret, type Db, type Scope, type SealedSecret } from "@longhaul/db";

/** Reads the secrets that projects were given for their callbacks. */
export interface CallbackSecrets {
  /** The current one, then those before it that still sign; empty when the project has none. */
  of(project: Scope): Promise<readonly SealedSecret[]>;
}

/** A change is heard of after this time at the latest; what it replaces signs on for longer. */
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
