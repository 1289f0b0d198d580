import { LostConnection } from "./actor.ts";
import type { Oracle } from "./oracle.ts";
import type { PlantedBug } from "./planted-bugs.ts";
import type { SimulatedQueue } from "./simulated-queue.ts";

/** What the actors of one world share. */
export interface World {
  readonly oracle: Oracle;
  readonly queue: SimulatedQueue;
  readonly bug: PlantedBug | null;
  /** False once the world is left to come to its end. */
  hasClients: boolean;
  /** What comes next of its kind: `op-7`. */
  newId(kind: string): string;
}

export const SCOPE = {
  tenantId: "00000000-0000-4000-8000-000000000001",
  projectId: "00000000-0000-4000-8000-000000000002",
};

export const LEASE_MS = 10_000;

/** Work that is right to do twice is done again after a fault, as `outlastFaults` does, but for its pauses. */
export async function again<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly wasRepeated: boolean }> {
  try {
    return { result: await work(), wasRepeated: false };
  } catch (err) {
    if (!(err instanceof LostConnection)) throw err;
    return { result: await work(), wasRepeated: true };
  }
}

/** The webhooks of a world: one that takes everything, and one that often fails. */
export const RECEIVERS = [
  { id: "wh-steady", url: "https://steady.example.com/in", fails: 0.02 },
  { id: "wh-shaky", url: "https://shaky.example.com/in", fails: 0.4 },
] as const;

/** How often an attempt at a destination fails. */
export const failsAt = (destination: string): number =>
  RECEIVERS.find(({ id }) => destination === `webhook:${id}`)?.fails ?? 0.1;
