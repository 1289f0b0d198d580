import type { QuotaPatch, Quotas as AllQuotas } from "../generated/contract.ts";
import type { Waiting } from "./operation-handle.ts";
import type { Transport } from "./transport.ts";

/** What the project and its tenant may have, and what they have. */
export interface Quotas {
  get(options?: Waiting): Promise<AllQuotas>;
  /** Needs the permission `admin`; limits of the tenant and its weight are for operators of the service. */
  change(changes: QuotaPatch, options?: Waiting): Promise<AllQuotas>;
}

/** @internal */
export function quotasOf(transport: Transport): Quotas {
  const path = "/async/quotas";
  return {
    get: async ({ signal } = {}) => transport.json({ path, signal }),
    change: async (changes, { signal } = {}) => transport.json({ method: "PATCH", path, json: changes, signal }),
  };
}
