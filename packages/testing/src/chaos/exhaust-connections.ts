import { Client } from "pg";

const MOST_ROUNDS = 50;

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
    while (await take());
    const ended = await taken[0]?.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> 'hoarder'",
    );
    if (ended?.rows.length === 0) return async () => void (await Promise.all(taken.map((client) => client.end())));
  }
  await Promise.all(taken.map((client) => client.end()));
  throw new Error(`others still got connections after ${MOST_ROUNDS} rounds`);
}
