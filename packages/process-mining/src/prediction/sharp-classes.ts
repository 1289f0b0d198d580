/** Of fewer cases a class proves nothing; classes of fewer cases are passed over. */
const FEWEST_OF_CLASS = 20;
const MOST_CLASSES = 12;
/** So much of all cases must be in the classes that are looked at. */
const MOSTLY = 0.8;
/** About a limit, this share of the cases on either side are looked at, at most a third of the smaller side. */
const ABOUT_LIMIT = 0.05;
const FEWEST_ABOUT_LIMIT = 6;
const ON_THEIR_SIDE = 0.9;
/** Durations about a limit may lie as much farther apart than those beside them. */
const NO_VALLEY = 1.25;

/**
 * Whether classes are ranges of the durations: shortest first, each gives way to the next at one limit, as where somebody
 * compared the duration with a term ("overdue", "more than 30 days"). A cause makes some cases longer and leaves some
 * that are as long on either side, or it leaves a gap between the two kinds; a limit cuts through durations that lie as
 * densely as elsewhere.
 */
export function areRangesOf(classOf: Float64Array, durations: Float64Array): boolean {
  const members = new Map<number, number[]>();
  for (const [at, one] of classOf.entries()) {
    const of = members.get(one) ?? [];
    of.push(durations[at] ?? 0);
    members.set(one, of);
  }
  const classes = [...members.values()].filter(({ length }) => length >= FEWEST_OF_CLASS);
  const covered = classes.reduce((sum, { length }) => sum + length, 0);
  if (classes.length < 2 || classes.length > MOST_CLASSES || covered < MOSTLY * classOf.length) return false;
  const sorted = classes.map((one) => Float64Array.from(one).sort()).toSorted((a, b) => middleOf(a) - middleOf(b));
  return sorted.slice(1).every((longer, at) => isLimit(sorted[at] ?? new Float64Array(), longer));
}

const middleOf = (ascending: Float64Array): number => ascending[ascending.length >> 1] ?? 0;

/** Of equal durations, those of the longer class count as shorter: no limit lies between them. */
function isLimit(shorter: Float64Array, longer: Float64Array): boolean {
  const all = [
    ...Array.from(shorter, (duration) => ({ duration, isLonger: false })),
    ...Array.from(longer, (duration) => ({ duration, isLonger: true })),
  ].toSorted((a, b) => a.duration - b.duration || Number(b.isLonger) - Number(a.isLonger));
  const limit = shorter.length;
  const smaller = Math.min(shorter.length, longer.length);
  const about = Math.max(FEWEST_ABOUT_LIMIT, Math.floor(Math.min(ABOUT_LIMIT * all.length, smaller / 3)));
  const [below, above] = [all.slice(limit - about, limit), all.slice(limit, limit + about)];
  const right = below.filter(({ isLonger }) => !isLonger).length + above.filter(({ isLonger }) => isLonger).length;
  if (right < ON_THEIR_SIDE * 2 * about) return false;
  // As many cases beside those about the limit, on either side.
  const reach = (from: number, to: number): number => (all[to]?.duration ?? 0) - (all[from]?.duration ?? 0);
  const last = all.length - 1;
  const [from, to] = [limit - about, limit + about - 1];
  const beside = Math.max(reach(Math.max(0, from - 2 * about), from), reach(to, Math.min(last, to + 2 * about)));
  return reach(from, to) <= NO_VALLEY * beside;
}
