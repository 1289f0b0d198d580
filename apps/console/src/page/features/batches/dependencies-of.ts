import type { BatchOperationAnswer } from "@longhaul/contracts";

/** What each operation of a batch waits for, by places in the list. */
export function dependenciesOf(
  operations: readonly BatchOperationAnswer[],
): readonly { readonly from: number; readonly to: number }[] {
  const place = new Map(operations.map(({ operationKey }, idx) => [operationKey, idx]));
  return operations.flatMap(({ dependencies }, to) =>
    dependencies.flatMap((key) => {
      const from = place.get(key);
      return from === undefined ? [] : [{ from, to }];
    }),
  );
}
