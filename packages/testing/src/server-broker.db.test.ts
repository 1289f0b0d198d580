import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Client } from "pg";
import { expect, it } from "vitest";
import { isListening } from "./is-listening.ts";
import type { TestServers } from "./provided-context.ts";
import { openServerBroker } from "./server-broker.ts";
import { spawnApp } from "./spawn-app.ts";
import { waitFor } from "./wait-for.ts";

it("ends the servers and removes their data when the test runner is killed", async () => {
  const runner = await spawnApp(new URL("./server-broker.fixture.ts", import.meta.url));
  const servers = runner.ready["servers"] as TestServers;
  const runFolder = dirname(await showDataDirectory(servers.postgresUrl));
  expect((await stat(runFolder)).isDirectory()).toBe(true);

  await runner.kill("SIGKILL");

  await waitFor(async () => (await stat(runFolder).catch(() => null)) === null, { what: "removal of the data" });
  await expect(isListening(portOf(servers.postgresUrl))).resolves.toBe(false);
  expect(servers.redisUrl !== null && (await isListening(portOf(servers.redisUrl)))).toBe(false);
});

it("costs no server when nobody asks for one", async () => {
  const broker = await openServerBroker(null);
  await broker.close();
  await expect(fetch(broker.url)).rejects.toThrow("fetch failed");
});

async function showDataDirectory(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
  await client.end();
  return rows[0]?.data_directory ?? "";
}

const portOf = (url: string): number => Number(new URL(url).port);
