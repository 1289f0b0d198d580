import { waitFor } from "../wait-for.ts";
import type { Product } from "./product.ts";
import type { Stores } from "./create-stores.ts";

const list = (ids: Iterable<string>): string => `ARRAY[${[...ids].map((id) => `'${id}'`).join(", ")}]::text[]`;

/**
 * Waits until everything that was accepted has come to a good end: nothing is lost.
 * @returns what must not have been: ends of processes, and answers beside success and 503
 */
export async function faultsOnceDone(stores: Stores, product: Product): Promise<unknown[]> {
  const open = async (): Promise<number> => {
    const [row] = await stores.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM unnest(${list(product.accepted)}) AS a (id)
           LEFT JOIN operations o USING (id) WHERE o.status IS DISTINCT FROM 'Completed')::int
         + (SELECT count(*) FROM unnest(${list(product.uploaded)}) AS a (id)
           LEFT JOIN datasets d ON d.id::text = a.id WHERE d.status IS DISTINCT FROM 'Ready')::int AS n`,
    );
    return row?.n ?? -1;
  };
  await waitFor(async () => (await open()) === 0, { what: "everything that was accepted to be done" });
  return [...product.exits, ...product.wrongStatuses()];
}
