import type { ApiKey, ApiKeyCreated, ApiKeyRequest } from "../generated/contract.ts";
import { listPages, type ListOptions } from "./list-pages.ts";
import type { Waiting } from "./operation-handle.ts";
import type { Transport } from "./transport.ts";

/** Keys that programs use instead of tokens. Needs the permission `admin`. */
export interface ApiKeys {
  /** `apiKey` of the answer is the key: it is told this once. */
  create(key: ApiKeyRequest, options?: Waiting & { readonly idempotencyKey?: string }): Promise<ApiKeyCreated>;
  get(keyId: string, options?: Waiting): Promise<ApiKey>;
  /** Newest first. */
  list(options?: ListOptions): AsyncGenerator<ApiKey>;
  /** Gives it another secret; the one before is good for `overlapHours` more, 24 without it. */
  rotate(keyId: string, options?: Waiting & { readonly overlapHours?: number }): Promise<ApiKeyCreated>;
  /** From then on it is good for nothing. */
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
