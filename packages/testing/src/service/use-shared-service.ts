import { beforeAll } from "vitest";
import { getSharedProduct } from "../get-test-servers.ts";
import type { Backend, SharedProduct } from "../provided-context.ts";
import { useClient, type Service } from "./use-client.ts";

/**
 * A tenant of its own of the product that test files of this run share: for tests that only are clients. Starting one costs two
 * seconds of a processor, and as much until its code is warm.
 */
export function useSharedService(backend: { readonly name: Backend }): Service {
  let product: SharedProduct | null = null;
  beforeAll(async () => {
    product = await getSharedProduct(backend.name);
  });
  const shared = (): SharedProduct => {
    if (product === null) throw new Error("the shared product is there from beforeAll on");
    return product;
  };
  return useClient({ origin: () => shared().url, storageFolder: () => shared().storageFolder });
}
