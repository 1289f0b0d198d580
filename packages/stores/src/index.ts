export { GuardedClient } from "./guarded-client.ts";
export { isStoreFault } from "./is-store-fault.ts";
export {
  answerLimitMs,
  pooledSettings,
  postgresSettings,
  serverLimits,
  type PostgresLimits,
  type PostgresSettings,
} from "./postgres-settings.ts";
export { socketBytes } from "./socket-bytes.ts";
export { openSession, watchConnection, type SessionLimits } from "./open-session.ts";
export { createTurns, type TakeInTurn } from "./take-in-turn.ts";
export { runTogether } from "./run-together.ts";
