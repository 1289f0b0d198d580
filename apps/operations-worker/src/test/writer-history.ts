import fc from "fast-check";
import type { Fault } from "./faulty-db.ts";

/** Operations of one history, and phases of each. */
export const OPERATIONS = 4;
export const PHASES = 3;

/** What a worker tries next with an operation, related to how far it is. */
export interface Deed {
  readonly operation: number;
  /** Turns of the event loop before it is asked: what is asked in one turn is written together. */
  readonly turns: number;
  /** With the epoch of an earlier claim. */
  readonly isStale: boolean;
  /** Asked again for as long as the answer is lost. */
  readonly isPatient: boolean;
  readonly does:
    | { readonly kind: "claim" }
    | ({ readonly kind: "move" } & MoveShape)
    | { readonly kind: "progress"; readonly percentage: number }
    | { readonly kind: "fail" | "release" | "cancel" | "log" };
}

export interface MoveShape {
  readonly begins: boolean;
  readonly commits: number;
  readonly starts: boolean;
  readonly completes: boolean;
  /** How far from the first phase that is still to do: mostly not at all. */
  readonly offset: number;
  readonly isRefused: boolean;
  /** Longer than what is written together with others. */
  readonly isLong: boolean;
  /** Another connection writes the very same at the same time, as after an answer that was given up. */
  readonly isTwice: boolean;
}

/** What happens at once. */
export interface Round {
  /** Operations whose leases run out before. */
  readonly lapses: readonly number[];
  /** What happens to the next statements of each worker. */
  readonly faults: readonly (readonly Fault[])[];
  /** Of each worker's batched writer, and beside it: at most one deed for an operation each. */
  readonly deeds: readonly (readonly Deed[])[];
  readonly reclaims: boolean;
}

const often = (times: number): fc.Arbitrary<boolean> => fc.integer({ min: 0, max: times }).map((n) => n > 0);
const rarely = (times: number): fc.Arbitrary<boolean> => often(times).map((is) => !is);
const operation = fc.integer({ min: 0, max: OPERATIONS - 1 });

const move = fc.record({
  kind: fc.constant("move" as const),
  begins: often(2),
  commits: fc.constantFrom(0, 1, 1, 1, 2, 3),
  starts: fc.boolean(),
  completes: rarely(3),
  offset: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) }),
  isRefused: rarely(9),
  isLong: rarely(30),
  isTwice: rarely(4),
});
const deedOf = (does: fc.Arbitrary<Deed["does"]>): fc.Arbitrary<readonly Deed[]> =>
  fc.uniqueArray(
    fc.record({ operation, turns: fc.constantFrom(0, 0, 0, 1, 2), isStale: rarely(5), isPatient: often(2), does }),
    { selector: (deed) => deed.operation, minLength: 2, maxLength: OPERATIONS, size: "max" },
  );
const written = deedOf(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant({ kind: "claim" as const }) },
    { weight: 5, arbitrary: move },
    { weight: 1, arbitrary: fc.constant({ kind: "log" as const }) },
  ),
);
const direct = deedOf(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("progress" as const), percentage: fc.integer({ min: 0, max: 99 }) }),
    },
    { weight: 2, arbitrary: fc.constant({ kind: "release" as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("fail" as const, "cancel" as const) }) },
  ),
).map((deeds) => deeds.slice(0, 2));
const faults = fc.oneof(
  { weight: 2, arbitrary: fc.constant<readonly Fault[]>([]) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom<Fault>("none", "before", "after", "after"), { minLength: 1, maxLength: 3 }),
  },
);

/** Rounds of what two workers do at once through their writers, and others beside them. */
export const history: fc.Arbitrary<readonly Round[]> = fc.array(
  fc.record({
    lapses: fc.uniqueArray(operation, { maxLength: 2 }),
    faults: fc.tuple(faults, faults),
    deeds: fc.tuple(written, written, direct),
    reclaims: rarely(3),
  }),
  { minLength: 5, maxLength: 10, size: "max" },
);
