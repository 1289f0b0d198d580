/**
 * Removes steps while the rest still fails, in smaller and smaller parts (delta debugging: Zeller and Hildebrandt, 2002).
 * @param fails runs the given steps and returns whether they fail
 * @param mostTries limit of runs
 */
export async function shrinkSteps(
  steps: readonly number[],
  fails: (kept: readonly number[]) => Promise<boolean>,
  mostTries: number,
): Promise<readonly number[]> {
  let kept = steps;
  let tries = 0;
  for (
    let size = Math.ceil(kept.length / 2);
    size >= 1 && tries < mostTries;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    // Early steps are probably not needed.
    for (let from = 0; from < kept.length && tries < mostTries; tries++) {
      const without = kept.filter((_, idx) => idx < from || idx >= from + size);
      if (await fails(without)) kept = without;
      else from += size;
    }
  }
  return kept;
}
