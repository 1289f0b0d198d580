interface Waiting<In, Out> {
  readonly given: In;
  readonly resolve: (out: Out) => void;
  readonly reject: (err: unknown) => void;
}

/** How much is done at once. */
export interface TogetherLimits {
  readonly maxRuns: number;
  readonly maxTogether: number;
  /**
   * A run begins beside others only when the last of them began this long ago: one that is held up holds up nobody for
   * longer, and many small ones become few. Default 0.
   */
  readonly besideAfterMs?: number;
}

/**
 * Does work while fewer than `maxRuns` are under way, together with what else is asked for in the same turn of the event loop;
 * what comes meanwhile is done together as soon as one ends, at little more than the cost of one. Work begins after it was
 * asked for: who reads sees what was committed until then.
 * @param work gives the outcomes in the order of what was given; when it throws, all that was given fails
 */
export function runTogether<In, Out>(
  limits: TogetherLimits,
  work: (given: readonly In[]) => Promise<readonly Out[]>,
): (given: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = [];
  let runs = 0;
  let begunAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let isBeginning = false;

  const run = async (batch: readonly Waiting<In, Out>[]): Promise<void> => {
    try {
      const outs = await work(batch.map(({ given }) => given));
      if (outs.length !== batch.length) throw new Error(`${outs.length} outcomes of ${batch.length}`);
      outs.forEach((out, idx) => batch[idx]?.resolve(out));
    } catch (err) {
      for (const { reject } of batch) reject(err);
    }
  };
  const begin = (): void => {
    while (runs < limits.maxRuns && waiting.length > 0) {
      const patienceMs = runs === 0 ? 0 : begunAt + (limits.besideAfterMs ?? 0) - performance.now();
      if (patienceMs > 0) {
        timer ??= setTimeout(() => {
          timer = undefined;
          begin();
        }, patienceMs);
        return;
      }
      runs++;
      begunAt = performance.now();
      void run(waiting.splice(0, limits.maxTogether)).finally(() => {
        runs--;
        beginSoon();
      });
    }
  };
  const beginSoon = (): void => {
    if (isBeginning) return;
    isBeginning = true;
    setImmediate(() => {
      isBeginning = false;
      begin();
    });
  };

  return (given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, resolve, reject });
      beginSoon();
    });
}
