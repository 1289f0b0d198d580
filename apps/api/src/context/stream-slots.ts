import { DomainError } from "@longhaul/domain";

/** How many live streams may be open. */
export interface StreamSlots {
  /** Takes a slot until the returned function is called. @throws DomainError `rate_limited` when there is none */
  take(tenantId: string): () => void;
}

const RETRY_AFTER_SEC = 10;

/** Slots of one process, of which a tenant may have only so many. */
export function createStreamSlots(limits: { readonly perTenant: number; readonly perProcess: number }): StreamSlots {
  const open = new Map<string, number>();
  let total = 0;
  return {
    take(tenantId) {
      const own = open.get(tenantId) ?? 0;
      if (own >= limits.perTenant) throw tooMany(`this tenant has ${own} live streams open`);
      if (total >= limits.perProcess) throw tooMany(`${total} live streams are open here`);
      open.set(tenantId, own + 1);
      total++;
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        total--;
        const left = (open.get(tenantId) ?? 1) - 1;
        if (left === 0) open.delete(tenantId);
        else open.set(tenantId, left);
      };
    },
  };
}

const tooMany = (what: string): DomainError =>
  new DomainError("rate_limited", `${what}, and may have no more; close some, or follow one stream of the project`, {
    details: { retryAfterSec: RETRY_AFTER_SEC },
  });
