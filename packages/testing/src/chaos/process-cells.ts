import type { Aftermath, Cell, CellContext } from "./cell.ts";
import type { ProductProcess } from "./product-process.ts";
import { waitFor } from "../wait-for.ts";
import { lasting } from "./product.ts";

/** Past the lease of a worker, which is 5 s. */
const PAST_LEASE_MS = 7_000;

function anyOf({ product, random }: CellContext, app: ProductProcess["app"]): ProductProcess {
  const places = product.processes.filter((place) => place.app === app);
  const place = places[random.below(places.length)];
  if (place === undefined) throw new Error(`the fleet has no ${app}`);
  return place;
}

/** Ends a process without a warning and starts another. Recovery counts from its end, until what was marked as its own has others. */
async function kill(context: CellContext, place: ProductProcess): Promise<Aftermath> {
  const name = place.name();
  const sinceMs = performance.now();
  await place.end("SIGKILL");
  const own = async (): Promise<readonly { readonly id: string }[]> =>
    context.stores.query<{ id: string }>("SELECT id FROM operations WHERE status = 'Running' AND worker_node = $1", [
      name,
    ]);
  const ids = (await own()).map(({ id }) => id);
  const isOver = async (): Promise<boolean> =>
    (await own()).length === 0 &&
    (
      await context.stores.query(
        "SELECT FROM operations WHERE id = ANY ($1) AND ended_at IS NULL AND (worker_node IS NULL OR status <> 'Running')",
        [ids],
      )
    ).length === 0;
  // Others take over while the one that takes its place starts, which the machine's load makes slow.
  const [tookOverMs] = await Promise.all([
    waitFor(isOver, { what: "others to take over" }).then(() => performance.now() - sinceMs),
    place.start(),
  ]);
  return { sinceMs, tookOverMs };
}

/** Faults of the product's own processes. */
export const PROCESS_CELLS: readonly Cell[] = [
  {
    name: "worker-kill",
    kind: "chaos",
    fault: "SIGKILL of an operations worker, which is started again",
    promise: "its operations run elsewhere within 15 s, from their last phase",
    rounds: 10,
    isQuick: false,
    run: (context) => kill(context, anyOf(context, "operations-worker")),
  },
  {
    name: "repeated-kills",
    kind: "chaos",
    fault: "SIGKILL of each process of the fleet in turn, five in a row",
    promise: "repeated requests find what was accepted before the answer",
    rounds: 6,
    isQuick: false,
    async run(context) {
      let last: Aftermath = {};
      for (let n = 0; n < 5; n++) {
        last = await kill(context, context.random.pick(context.product.processes as [ProductProcess]));
        await lasting(context.random.below(500));
      }
      return last;
    },
  },
  {
    name: "worker-pause",
    kind: "chaos",
    fault: "SIGSTOP of an operations worker past its lease, then SIGCONT",
    promise: "others take its operations; what it writes later changes nothing",
    rounds: 5,
    isQuick: false,
    async run(context) {
      const place = anyOf(context, "operations-worker");
      place.signal("SIGSTOP");
      await lasting(PAST_LEASE_MS);
      place.signal("SIGCONT");
    },
  },
  {
    name: "api-kill",
    kind: "chaos",
    fault: "SIGKILL of the API, between commit and answer too",
    promise: "the same request with its key finds the operation that it made",
    rounds: 8,
    isQuick: true,
    run: (context) => kill(context, anyOf(context, "api")),
  },
  {
    name: "webhook-worker-kill",
    kind: "chaos",
    fault: "SIGKILL of the webhook worker while it sends",
    promise: "each event comes at least once, first attempts in order",
    rounds: 8,
    isQuick: false,
    run: (context) => kill(context, anyOf(context, "webhook-worker")),
  },
  {
    name: "rolling-restart",
    kind: "chaos",
    fault: "SIGTERM of each process under load",
    promise: "each ends with code 0; no operation counts as crashed",
    rounds: 3,
    isQuick: false,
    async run({ product }) {
      for (const place of product.processes) {
        const exit = await place.end("SIGTERM");
        if (exit.code !== 0) throw new Error(`${place.name()} ended with ${JSON.stringify(exit)}`);
        await place.start();
      }
    },
    async check({ stores }, ids) {
      const crashed = await stores.query<{ id: string }>(
        "SELECT id FROM operations WHERE id = ANY ($1) AND (crash_count > 0 OR attempt > 1)",
        [ids],
      );
      return crashed.map(({ id }) => `${id} counts as crashed or tried again`);
    },
  },
  {
    name: "clock",
    kind: "chaos",
    fault: "an operations worker whose clock is an hour fast, or slow",
    promise: "leases, retries and timeouts go by the ledger's clock",
    rounds: 4,
    isQuick: false,
    async run(context) {
      const place = anyOf(context, "operations-worker");
      await place.end("SIGTERM");
      await place.start({
        NODE_OPTIONS: `--import=${new URL("./clock.fixture.ts", import.meta.url).href}`,
        CHAOS_CLOCK_MS: context.random.pick(["3600000", "-3600000"]),
      });
      await lasting(5_000);
      await place.end("SIGTERM");
      await place.start();
    },
  },
];
