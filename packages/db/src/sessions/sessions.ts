import { toGuid } from "@longhaul/domain";
import { serverLimits, type PostgresLimits } from "@longhaul/stores";
import type pg from "pg";
import { currentTenants } from "../tenants/as-tenants.ts";
import type { Preface } from "./prefaced-query.ts";

/** The roles of the ledger: `longhaul_worker` sees all tenants, `longhaul_api` those alone that `asTenants` names. */
export type LedgerRole = "longhaul_api" | "longhaul_worker";

/** How a role, tenants and time limits reach the statements of a pool. */
export interface Sessions {
  /** What each new connection does first. */
  onConnect(client: pg.ClientBase): Promise<void>;
  /** What opens a transaction. */
  begin(): string;
  /** What goes before each statement outside transactions; left out: nothing. */
  readonly preface?: () => Preface;
  /** Whether a connection finds what it prepared under a name. */
  readonly keepsNames: boolean;
}

const TENANTS = "longhaul.tenants";
/** Prepared on each connection. */
const SET_TENANTS = {
  name: "set-tenants",
  text: `SELECT WHERE set_config('${TENANTS}', $1, true) IS NULL`,
};

/** Connections with a server session each: a setting holds for all later statements. */
export function ownSessions(role?: LedgerRole): Sessions {
  const isWalled = role === "longhaul_api";
  return {
    onConnect: async (client) => {
      // By a statement, since options that a connection starts with may be lost in a pooler on the way.
      if (role !== undefined) await client.query(`SET ROLE ${role}`);
      if (isWalled) await client.query(SET_TENANTS, [""]);
    },
    begin: () => (isWalled ? `BEGIN; SET LOCAL ${TENANTS} = '${tenantList(currentTenants())}'` : "BEGIN"),
    ...(isWalled ? { preface: () => ({ ...SET_TENANTS, values: [tenantList(currentTenants())] }) } : {}),
    keepsNames: true,
  };
}

/**
 * Connections to a pooler that hands out the server's anew for each transaction: each transaction says everything itself, and nothing
 * is prepared for a later one.
 */
export function sharedSessions(role?: LedgerRole, limits?: PostgresLimits): Sessions {
  const fixed = Object.entries({ ...(role === undefined ? {} : { role }), ...serverLimits(limits) });
  const begin = ["BEGIN", ...fixed.map(([name, value]) => `SET LOCAL ${name} = '${value}'`)].join("; ");
  const calls = [...fixed.map(([name]) => name), TENANTS].map(
    (name, idx) => `set_config('${name}', $${idx + 1}, true)`,
  );
  // `concat` evaluates all, and is never NULL.
  const text = `SELECT WHERE concat(${calls.join(", ")}) IS NULL`;
  const values = fixed.map(([, value]) => String(value));
  return {
    onConnect: async () => undefined,
    begin: () => `${begin}; SET LOCAL ${TENANTS} = '${tenantList(currentTenants())}'`,
    preface: () => ({ text, values: [...values, tenantList(currentTenants())] }),
    keepsNames: false,
  };
}

/** Tenants as the policies of the ledger look for them. @throws Error for what isn't one */
function tenantList(tenantIds: readonly string[]): string {
  const guids = tenantIds.map(toGuid);
  if (guids.includes(null)) throw new Error("a tenant's id is a UUID");
  return guids.join();
}
