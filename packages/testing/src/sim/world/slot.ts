import type { Sql, Statement } from "@longhaul/db";
import type { Random } from "../../fuzz/random.ts";
import { LostConnection, type Actor, type Turn } from "./actor.ts";
import type { SimulatedLedger } from "./simulated-ledger.ts";

/** What happens to an actor in a step, beside its own doing. `killed-before` ends a transaction before any of its statements. */
export const FATES = ["lost-before", "lost-after", "killed-before", "killed-after"] as const;
export type Fate = "none" | (typeof FATES)[number];

/** A statement that was sent, as far as others have to know. */
export interface Sent {
  readonly name: string;
  readonly values: readonly unknown[];
}

/** The place of one actor in the simulation. */
export interface Slot {
  readonly name: string;
  /** It does nothing before this simulated time, in ms. */
  pausedUntil: number;
  /**
   * Does what the actor waits for, and lets it come to the next thing.
   * @param judge looks at what was done before the actor hears of it; is given the statement, if it was one outside of a transaction
   * @throws what the actor fails with, but for faults of the store: these end it, and another is started
   */
  step(random: Random, fate: Fate, judge: (sent: Sent | null) => void): Promise<void>;
}

/** The request whose answer an actor waits for. */
interface PendingRequest {
  readonly sent: Sent | null;
  /** Carries it out. @returns the function that answers the actor, or null when the actor was killed */
  carryOut(fate: Fate, random: Random): Promise<(() => void) | null>;
}

/** Thrown when an actor is killed inside a transaction. */
class Killed extends Error {}

export function createSlot(name: string, actor: Actor, ledger: SimulatedLedger): Slot {
  let life = 0;
  let pending: PendingRequest | null = null;
  let arrival = Promise.withResolvers<void>();
  let random: Random | null = null;

  /** @param work is done in the actor's step */
  const ask = <T>(own: number, sent: Sent | null, work: (fate: Fate, random: Random) => Promise<T>): Promise<T> => {
    const answer = Promise.withResolvers<T>();
    // A killed actor gets no answers any more.
    if (own !== life) return answer.promise;
    pending = {
      sent,
      async carryOut(fate, given) {
        try {
          if (fate === "lost-before") throw new LostConnection("connection lost before the statement");
          const result = await work(fate, given);
          if (fate === "lost-after") throw new LostConnection("connection lost after the statement");
          return () => answer.resolve(result);
        } catch (err) {
          return err instanceof Killed ? null : () => answer.reject(err);
        }
      },
    };
    arrival.resolve();
    return answer.promise;
  };

  const begin = (): void => {
    const own = ++life;
    pending = null;
    const send = (statement: Statement, values: readonly unknown[] = []) => {
      const sent = { name: typeof statement === "string" ? "" : (statement.name ?? ""), values };
      return ask(own, sent, async (fate) => {
        if (fate === "killed-before") throw new Killed();
        return ledger.query(statement, values);
      });
    };
    const turn: Turn = {
      sql: { query: send as Sql["query"] },
      transaction: (work) =>
        ask(own, null, (fate, given) =>
          ledger.transaction(async (tx) => {
            if (fate !== "killed-before") return work(tx);
            await work(mortal(tx, given));
            throw new Killed();
          }),
        ),
      pass: () => ask(own, null, () => Promise.resolve()),
      random() {
        if (random === null) throw new Error(`${name} draws outside of its step`);
        return random;
      },
    };
    actor(turn).catch((err: unknown) => {
      if (own !== life) return;
      if (err instanceof LostConnection) begin();
      else arrival.reject(err);
    });
  };
  begin();

  return {
    name,
    pausedUntil: 0,
    async step(given, fate, judge) {
      random = given;
      await arrival.promise;
      const current = pending;
      if (current === null) throw new Error(`${name} waits for nothing`);
      pending = null;
      arrival = Promise.withResolvers<void>();
      const finish = await current.carryOut(fate, given);
      judge(current.sent);
      if (finish === null || fate === "killed-after") begin();
      else finish();
      await arrival.promise;
    },
  };
}

/** A transaction whose owner may die before each of its statements. */
function mortal(tx: Sql, random: Random): Sql {
  const query = async (statement: Statement, values?: readonly unknown[]) => {
    if (random.happens(0.4)) throw new Killed();
    return tx.query(statement, values);
  };
  return { query: query as Sql["query"] };
}
