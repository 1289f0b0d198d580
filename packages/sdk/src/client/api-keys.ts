import type { ApiKey, ApiKeyCreated, ApiKeyRequest } from "../generated/contract.ts";
import { listPages, type ListOptions } from "./list-pages.ts";
import type { Waiting } from "./operation-handle.ts";
import type { Transport } from "./transport.ts";

/** Keys that programs use instead of tokens. Needs the permission `admin`. */
export interface ApiKeys {
  /** Creates a key. `apiKey` of the answer is the secret; no later answer has it. */
  create(key: ApiKeyRequest, options?: Waiting & { readonly idempotencyKey?: string }): Promise<ApiKeyCreated>;
  get(keyId: string, options?: Waiting): Promise<ApiKey>;
  /** Newest first. */
  list(options?: ListOptions): AsyncGenerator<ApiKey>;
  /** Replaces the secret. The old one works for `overlapHours` more; default 24. */
  rotate(keyId: string, options?: Waiting & { readonly overlapHours?: number }): Promise<ApiKeyCreated>;
  /** Deletes a key; it stops working. */
  delete(keyId: string, options?: Waiting): Promise<ApiKey>;
}

/** @internal */
export function apiKeysOf(transport: Transport): ApiKeys {
  const root = "/async/api-keys";
  const one = (keyId: string): string => `${root}/${encodeURIComponent(keyId)}`;
  return {
    create: async (key, options = {}) => transport.json({ path: root, json: key, ...options }),
    get: async (keyId, { signal } = {}) => transport.json({ path: one(keyId), signal }),
    list: (options = {}) => listPages(transport, root, options, "apiKeys"),
    rotate: async (keyId, { signal, ...how } = {}) =>
      transport.json({ path: `${one(keyId)}/rotate`, json: how, signal }),
    delete: async (keyId, { signal } = {}) => transport.json({ method: "DELETE", path: one(keyId), signal }),
  };
}
