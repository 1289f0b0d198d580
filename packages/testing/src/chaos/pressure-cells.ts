import { Client } from "pg";
import type { Cell } from "./cell.ts";
import { lasting } from "./product.ts";

const LASTS_MS = { quick: 4_000, full: 60_000 };
const READERS = 8;
const READER_PAUSE_MS = 20;

const pressFor = (isFull: boolean): Promise<void> => lasting(isFull ? LASTS_MS.full : LASTS_MS.quick);

/** Not faults but loads under which a ledger can grow slow. */
export const PRESSURE_CELLS: readonly Cell[] = [
  {
    name: "idle-in-transaction",
    kind: "pressure",
    fault: "a transaction somewhere keeps its snapshot open, and vacuum from its work",
    promise: "acceptance and claims don't grow slower",
    rounds: 1,
    isQuick: false,
    async run({ stores }, isFull) {
      const client = new Client({ connectionString: stores.postgres.url });
      await client.connect();
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
      await client.query("SELECT count(*) FROM operations");
      await pressFor(isFull);
      await client.query("ROLLBACK");
      await client.end();
    },
  },
  {
    name: "sustained-load",
    kind: "pressure",
    fault: "clients that don't pause",
    promise: "waits stay bounded, dead rows are cleared",
    rounds: 1,
    isQuick: false,
    pauseMs: () => 0,
    run: (_context, isFull) => pressFor(isFull),
  },
  {
    name: "active-readers",
    kind: "pressure",
    fault: `${READERS} clients that list, with summaries, without a pause`,
    promise: "readers don't hold writers up",
    rounds: 1,
    isQuick: false,
    async run({ product }, isFull) {
      const end = new AbortController();
      const read = async (): Promise<void> => {
        while (!end.signal.aborted) {
          await product.call("/async/operations?pageSize=50&includeDetails=true");
          await lasting(READER_PAUSE_MS);
        }
      };
      const pressing = async (): Promise<void> => pressFor(isFull).finally(() => end.abort());
      await Promise.all([pressing(), ...Array.from({ length: READERS }, read)]);
    },
  },
  {
    name: "burst",
    kind: "pressure",
    fault: "for a second of every eight requests come without a pause, else few",
    promise: "what came at once is drained between",
    rounds: 1,
    isQuick: false,
    pauseMs: (sinceMs) => (sinceMs % 8_000 < 1_000 ? 0 : 400),
    run: (_context, isFull) => pressFor(isFull),
  },
];
