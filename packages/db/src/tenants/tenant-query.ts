import { toGuid } from "@longhaul/domain";
import pg from "pg";

/** What a query of pg says to the server: bits of pg that its types leave out. */
interface Wire {
  bind(given: { readonly portal: string; readonly statement: string; readonly values: readonly string[] }): void;
  execute(given: { readonly portal: string }): void;
}
interface WireQuery {
  prepare(wire: Wire): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
}
const ExtendedQuery = pg.Query as unknown as new (
  config: object,
  values: readonly unknown[] | undefined,
) => pg.Submittable & WireQuery;

const SETTER = {
  name: "set-tenants",
  // Says nothing of rows: what comes back is one CommandComplete.
  text: "SELECT WHERE set_config('longhaul.tenants', $1, true) IS NULL",
};

/** Prepares a new connection for statements on behalf of tenants. */
export async function prepareTenants(client: pg.ClientBase): Promise<void> {
  await client.query(SETTER, [""]);
}

/** Tenants as the policies of the ledger look for them. @throws Error for what isn't one */
export function tenantList(tenantIds: readonly string[]): string {
  const guids = tenantIds.map(toGuid);
  if (guids.includes(null)) throw new Error("a tenant's id is a UUID");
  return guids.join();
}

/**
 * A statement on behalf of tenants: it goes to the server together with what names them, as one transaction. Where naming
 * them fails, the statement isn't run.
 */
export class TenantQuery extends ExtendedQuery {
  readonly #tenants: string;
  readonly query_timeout: number | undefined;
  #isNamed = false;

  constructor(
    config: { readonly query_timeout?: number },
    values: readonly unknown[] | undefined,
    tenantIds: readonly string[],
  ) {
    super({ ...config, queryMode: "extended" }, values);
    this.query_timeout = config.query_timeout;
    this.#tenants = tenantList(tenantIds);
  }

  override prepare(wire: Wire): void {
    wire.bind({ portal: "", statement: SETTER.name, values: [this.#tenants] });
    wire.execute({ portal: "" });
    super.prepare(wire);
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.#isNamed) super.handleCommandComplete(message, wire);
    this.#isNamed = true;
  }
}
