import { MAX_FAULTS, type BatchOperationBody } from "@longhaul/contracts";
import { jsonPointer, findCycle, type FaultDetail } from "@longhaul/domain";
import { validationFailed } from "../../http/read-request.ts";

/** The keys of a batch's operations, and what each depends on, by index. @throws DomainError with all faults */
export function readEdges(operations: readonly BatchOperationBody[]): { keys: string[]; dependsOn: number[][] } {
  const faults: FaultDetail[] = [];
  const keys = operations.map((operation, idx) => operation.operationKey ?? `op-${idx}`);
  const indexOf = new Map<string, number>();
  const areEnough = (): boolean => faults.length > MAX_FAULTS;
  for (const [idx, key] of keys.entries()) {
    if (areEnough()) break;
    const known = indexOf.get(key);
    if (known === undefined) indexOf.set(key, idx);
    else {
      faults.push({
        pointer: jsonPointer(["operations", idx, "operationKey"]),
        detail: `"${key}" is the key of operation ${known}, too; each operation needs one of its own`,
      });
    }
  }
  const dependsOn: number[][] = [];
  for (const [idx, operation] of operations.entries()) {
    const known: number[] = [];
    for (const [place, name] of operation.dependencies.entries()) {
      if (areEnough()) break;
      const dependency = indexOf.get(name);
      if (dependency !== undefined && dependency !== idx) known.push(dependency);
      else {
        faults.push({
          pointer: jsonPointer(["operations", idx, "dependencies", place]),
          detail:
            dependency === undefined
              ? `"${name}" is the operationKey of no operation of this batch`
              : "an operation can't depend on itself",
        });
      }
    }
    dependsOn.push(known);
  }
  const cycle = faults.length > 0 ? null : findCycle(dependsOn);
  if (cycle !== null) {
    const [first = 0] = cycle;
    faults.push({
      pointer: jsonPointer(["operations", first, "dependencies"]),
      detail: `the dependencies form a cycle: ${cycle.map((idx) => keys[idx]).join(" → ")}`,
    });
  }
  if (faults.length > 0) throw validationFailed(faults);
  return { keys, dependsOn };
}
