import { claimDeliveries, listenForEvents, type ClaimedDelivery, type Db } from "@longhaul/db";
import type { Logger } from "@longhaul/runtime";

export interface DeliveryLoopOptions {
  readonly db: Db;
  readonly logger: Logger;
  readonly workerName: string;
  readonly concurrency: number;
  /** Longer than the longest attempt: a delivery that is not recorded by then may be taken by another worker. */
  readonly leaseMs: number;
  readonly deliver: (delivery: ClaimedDelivery) => Promise<void>;
}

export interface DeliveryLoop {
  /** Claims nothing more and resolves when the attempts under way are recorded. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

/** Retries come due without anybody telling, so the ledger is asked at least this often. */
const POLL_MS = 500;

/** Claims due deliveries as long as there is room and makes their attempts; woken by every event of the ledger. */
export async function startDeliveryLoop(options: DeliveryLoopOptions): Promise<DeliveryLoop> {
  const { db, logger, concurrency } = options;
  const underWay = new Set<Promise<void>>();
  let draining = false;
  let wake = (): void => undefined;
  const listener = await listenForEvents(db, {
    applicationName: `${options.workerName}-listener`,
    onNotice: () => wake(),
    onError: (err) => logger.warn({ err }, "event listener interrupted"),
  });

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const attempt = (delivery: ClaimedDelivery): void => {
    const work = options
      .deliver(delivery)
      .catch((err: unknown) => logger.error({ err, deliveryId: delivery.id }, "attempt not recorded"))
      .finally(() => {
        underWay.delete(work);
        wake();
      });
    underWay.add(work);
  };
  const run = async (): Promise<void> => {
    while (!draining) {
      const room = concurrency - underWay.size;
      const claimed =
        room === 0
          ? []
          : await claimDeliveries(db, { limit: room, leaseMs: options.leaseMs }).catch((err: unknown) => {
              logger.warn({ err }, "deliveries not claimed");
              return [];
            });
      claimed.forEach(attempt);
      if (claimed.length === 0) await pause();
    }
  };
  const running = run();

  return {
    async drain() {
      draining = true;
      wake();
      await running;
      await Promise.all(underWay);
    },
    stop: () => listener.close(),
  };
}
