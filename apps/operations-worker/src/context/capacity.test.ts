import { expect, it } from "vitest";
import { createCapacity, type Capacity } from "./capacity.ts";

const one = { cpuUnits: 1, memoryGb: 1 };

/** Asks for room, and notes whose request was granted. */
function asking(capacity: Capacity) {
  const granted: string[] = [];
  const releases = new Map<string, () => void>();
  return {
    granted,
    ask: (name: string, wanted = one, tenantId: string | null = name[0] ?? null): void => {
      void capacity.take(wanted, tenantId ?? undefined).then(({ release }) => {
        granted.push(name);
        releases.set(name, release);
      });
    },
    end: async (name: string): Promise<void> => {
      releases.get(name)?.();
      await Promise.resolve();
    },
  };
}
const settle = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it("gives what fits in the order of asking, and cuts what never fits to the whole", async () => {
  const capacity = createCapacity({ cpuUnits: 2, memoryGb: 8 });
  const { ask, end, granted } = asking(capacity);
  ask("a1", { cpuUnits: 9, memoryGb: 99 });
  ask("a2");
  await settle();
  expect([granted, capacity.used()]).toEqual([["a1"], { cpuUnits: 2, memoryGb: 8 }]);
  await end("a1");
  await settle();
  expect([granted, capacity.used()]).toEqual([["a1", "a2"], one]);
});

it("lets one of a tenant that holds nothing in beside the others, and the next when that has ended", async () => {
  const capacity = createCapacity({ cpuUnits: 2, memoryGb: 8 });
  const { ask, end, granted } = asking(capacity);
  for (const name of ["a1", "a2", "a3", "b1", "b2", "c1"]) ask(name);
  await settle();
  expect([granted, capacity.used()]).toEqual([["a1", "a2", "b1"], { cpuUnits: 3, memoryGb: 3 }]);
  expect(capacity.admitsAsGuest(one, "d")).toBe(false);
  await end("b1");
  await settle();
  // `a3` came first, but its tenant has its places; `b2` is before `c1`.
  expect(granted).toEqual(["a1", "a2", "b1", "b2"]);
  await end("b2");
  await settle();
  await end("c1");
  await settle();
  expect(granted.slice(4)).toEqual(["c1"]);
  expect(capacity.admitsAsGuest(one, "a")).toBe(false);
  expect(capacity.admitsAsGuest(one, "b")).toBe(true);
  for (const name of ["a1", "a2"]) await end(name);
  await settle();
  await end("a3");
  expect(capacity.used()).toEqual({ cpuUnits: 0, memoryGb: 0 });
});

it.each([
  ["needs many processors", { cpuUnits: 3, memoryGb: 1 }, "b"],
  ["needs more memory than is free", { cpuUnits: 1, memoryGb: 5 }, "b"],
  ["is of a tenant that has its places", one, "a"],
  ["is of a tenant that nobody knows", one, null],
])("makes no guest of what %s", async (_what, wanted, tenantId) => {
  const capacity = createCapacity({ cpuUnits: 8, memoryGb: 8 });
  const { ask, granted } = asking(capacity);
  ask("a1", { cpuUnits: 8, memoryGb: 4 });
  await settle();
  expect(capacity.admitsAsGuest(wanted, tenantId ?? undefined)).toBe(false);
  ask("late", wanted, tenantId);
  await settle();
  expect(granted).toEqual(["a1"]);
});

it("says of what it gives room to whether only others held something", async () => {
  const capacity = createCapacity({ cpuUnits: 2, memoryGb: 8 });
  const first = await capacity.take(one, "a");
  const second = await capacity.take(one, "a");
  const guest = await capacity.take(one, "b");
  expect([first.isBeside(), second.isBeside(), guest.isBeside()]).toEqual([false, false, true]);
  for (const { release } of [first, second, guest]) release();
  expect((await capacity.take(one, "a")).isBeside()).toBe(false);
  expect((await capacity.take(one, "b")).isBeside()).toBe(true);
});
