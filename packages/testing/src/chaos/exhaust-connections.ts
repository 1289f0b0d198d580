import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

const MOST_ROUNDS = 50;
/** So many ask at a time, each until it has been refused so often in a row: what others lose is taken before they are back. */
const TAKERS = 8;
const REFUSALS = 20;
const PAUSE_MS = 5;

/**
 * Takes every connection that a server has to give, those of others included, and keeps them from coming back.
 * @returns what gives them back
 */
export async function exhaustConnections(url: string): Promise<() => Promise<void>> {
  const taken: Client[] = [];
  const take = async (): Promise<boolean> => {
    const client = new Client({ connectionString: url, application_name: "hoarder" });
    client.on("error", () => undefined);
    const isOpen = await client.connect().then(
      () => true,
      () => false,
    );
    if (isOpen) taken.push(client);
    return isOpen;
  };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await Promise.all(
      Array.from({ length: TAKERS }, async () => {
        for (let refused = 0; refused < REFUSALS; refused++) {
          if (await take()) refused = 0;
          else await sleep(PAUSE_MS);
        }
      }),
    );
    const ended = await taken[0]?.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> 'hoarder'",
    );
    if (ended?.rows.length === 0) return async () => void (await Promise.all(taken.map((client) => client.end())));
  }
  await Promise.all(taken.map((client) => client.end()));
  throw new Error(`others still got connections after ${MOST_ROUNDS} rounds`);
}
