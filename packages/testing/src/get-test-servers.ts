import { inject } from "vitest";
import type { TestServers } from "./provided-context.ts";

let servers: Promise<TestServers> | null = null;

/** The servers of this test run; the first to ask in a run waits until they have started (a few seconds). */
export function getTestServers(): Promise<TestServers> {
  servers ??= askBroker();
  return servers;
}

async function askBroker(): Promise<TestServers> {
  const url: string | undefined = inject("testServersUrl");
  if (url === undefined) {
    throw new Error("there are no servers for this test file: its name must end in .db.test.ts");
  }
  const response = await fetch(url);
  const body = await response.text();
  if (!response.ok) {
    throw new Error(body);
  }
  return JSON.parse(body) as TestServers;
}
