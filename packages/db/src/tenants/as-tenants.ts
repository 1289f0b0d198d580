import { AsyncLocalStorage } from "node:async_hooks";

const NOBODY: readonly string[] = [];
const storage = new AsyncLocalStorage<readonly string[]>();

/**
 * Runs work on behalf of tenants. On a ledger of the role `longhaul_api`, its statements see and write the rows of these tenants
 * alone, also where they forget to ask for them.
 */
export const asTenants = <T>(tenantIds: readonly string[], work: () => T): T => storage.run(tenantIds, work);

/** The tenants of the current work; none if `asTenants` wasn't called. */
export const currentTenants = (): readonly string[] => storage.getStore() ?? NOBODY;
