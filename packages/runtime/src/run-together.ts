interface Waiting<In, Out> {
  readonly given: In;
  readonly resolve: (out: Out) => void;
  readonly reject: (err: unknown) => void;
}

/**
 * Does work at once while fewer than `maxRuns` are under way; what comes meanwhile is done together as soon as one ends, at
 * little more than the cost of one. Work begins after it was asked for: who reads sees what was committed until then.
 * @param work gives the outcomes in the order of what was given; when it throws, all that was given fails
 */
export function runTogether<In, Out>(
  limits: { readonly maxRuns: number; readonly maxTogether: number },
  work: (given: readonly In[]) => Promise<readonly Out[]>,
): (given: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = [];
  let runs = 0;

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
    if (runs >= limits.maxRuns || waiting.length === 0) return;
    runs++;
    void run(waiting.splice(0, limits.maxTogether)).finally(() => {
      runs--;
      begin();
    });
  };

  return (given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, resolve, reject });
      begin();
    });
}
