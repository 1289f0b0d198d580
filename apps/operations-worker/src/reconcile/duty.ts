import type { WorkerContext } from "../context/context.ts";

/** A task of the reconciler. A failure is logged, and doesn't stop the others. */
export interface Duty {
  /** Label of its metrics. */
  readonly name: string;
  /** Left out where every round does it. Else it is first done so long after the start. */
  readonly everyMs?: number;
  /** True for what takes long: it runs beside the rounds, which don't wait for it, and never twice at a time. */
  readonly isBeside?: boolean;
  /** @returns for how many it did something */
  readonly run: (ctx: WorkerContext) => Promise<number>;
}

/** Does duties when they are due. What is due is kept in this process: a new leader does everything again. */
export interface Rounds {
  /** One round. @param mayGoOn checked before each duty */
  make(ctx: WorkerContext, mayGoOn: () => boolean): Promise<void>;
}

/** @param duties in the order in which a round does them */
export function createRounds(duties: readonly Duty[]): Rounds {
  const createdAt = performance.now();
  const begunAt = new Map<Duty, number>();
  const beside = new Set<Duty>();

  const isDue = (duty: Duty): boolean =>
    !beside.has(duty) && performance.now() - (begunAt.get(duty) ?? createdAt) >= (duty.everyMs ?? 0);

  /** @returns whether it went well */
  const doDuty = async (ctx: WorkerContext, duty: Duty): Promise<boolean> => {
    const startedAt = performance.now();
    begunAt.set(duty, startedAt);
    try {
      const count = await duty.run(ctx);
      ctx.counted.reconciled(duty.name, count, performance.now() - startedAt);
      return true;
    } catch (err) {
      ctx.logger.warn(
        { err, duty: duty.name },
        "a duty of the reconciler failed; it is tried again when its turn comes",
      );
      ctx.counted.reconcileFailed(duty.name);
      return false;
    }
  };

  return {
    async make(ctx, mayGoOn) {
      const roundBegunAt = performance.now();
      let isWell = true;
      for (const duty of duties) {
        if (!mayGoOn()) return;
        if (!isDue(duty)) continue;
        if (duty.isBeside === true) {
          beside.add(duty);
          void doDuty(ctx, duty).finally(() => beside.delete(duty));
        } else if (!(await doDuty(ctx, duty))) isWell = false;
      }
      ctx.counted.reconcileRound(isWell, performance.now() - roundBegunAt);
    },
  };
}
