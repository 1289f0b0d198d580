import fc from "fast-check";
import type { Fault } from "./faulty-db.ts";

/** Operations of one history, and phases of each. */
export const OPERATIONS = 4;
export const PHASES = 3;

/** What a worker tries next with an operation, relative to its progress. */
export interface WriterAction {
  readonly operation: number;
  /** Turns of the event loop before the request. Requests of one turn are written together. */
  readonly turns: number;
  /** With the epoch of an earlier claim. */
  readonly isStale: boolean;
  /** Repeats the request while its answer is lost. */
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
  /** Distance from the first phase that isn't done; usually 0. */
  readonly offset: number;
  readonly isRefused: boolean;
  /** Too long to be written together with others. */
  readonly isLong: boolean;
  /** Another connection writes the same at the same time, as after an answer that never came. */
  readonly isTwice: boolean;
}

/** Things that happen at the same time. */
export interface Round {
  /** Operations whose leases end before the round. */
  readonly lapses: readonly number[];
  /** Faults of each worker's next statements. */
  readonly faults: readonly (readonly Fault[])[];
  /** Of each worker's batched writer, and beside it: at most one action for an operation each. */
  readonly actions: readonly (readonly WriterAction[])[];
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
const actionOf = (does: fc.Arbitrary<WriterAction["does"]>): fc.Arbitrary<readonly WriterAction[]> =>
  fc.uniqueArray(
    fc.record({ operation, turns: fc.constantFrom(0, 0, 0, 1, 2), isStale: rarely(5), isPatient: often(2), does }),
    { selector: (action) => action.operation, minLength: 2, maxLength: OPERATIONS, size: "max" },
  );
const written = actionOf(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant({ kind: "claim" as const }) },
    { weight: 5, arbitrary: move },
    { weight: 1, arbitrary: fc.constant({ kind: "log" as const }) },
  ),
);
const direct = actionOf(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("progress" as const), percentage: fc.integer({ min: 0, max: 99 }) }),
    },
    { weight: 2, arbitrary: fc.constant({ kind: "release" as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("fail" as const, "cancel" as const) }) },
  ),
).map((actions) => actions.slice(0, 2));
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
    actions: fc.tuple(written, written, direct),
    reclaims: rarely(3),
  }),
  { minLength: 5, maxLength: 10, size: "max" },
);
