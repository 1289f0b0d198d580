import { expect, it } from "vitest";
import { createImportSlots } from "./import-slots.ts";

const small = (tenantId: string) => ({ tenantId, sizeBytes: 1000 });
const large = (tenantId: string) => ({ tenantId, sizeBytes: 1e9 });

it("keeps a slot from large files, which a small one takes", () => {
  const slots = createImportSlots(3);
  const [first, second] = [slots.take(large("a")), slots.take(large("b"))];
  expect([first?.isSmall, second?.isSmall, slots.take(large("c"))]).toEqual([false, false, null]);
  expect(slots.take(small("c"))?.isSmall).toBe(true);
  expect(slots.take(small("d"))).toBeNull();
  first?.release();
  expect(slots.take(large("d"))).not.toBeNull();
});

it("keeps a slot from each tenant, which another takes, however small the files", () => {
  const slots = createImportSlots(3);
  const taken = [slots.take(small("a")), slots.take(small("a"))];
  expect(taken.every((slot) => slot !== null)).toBe(true);
  expect(slots.take(small("a"))).toBeNull();
  expect(slots.take(small("b"))).not.toBeNull();
  taken[0]?.release();
  taken[0]?.release();
  expect(slots.take(small("a"))).not.toBeNull();
  expect(slots.take(small("c"))).toBeNull();
});

it("lets a worker with one slot read anything", () => {
  const slots = createImportSlots(1);
  const only = slots.take(large("a"));
  expect(slots.take(small("b"))).toBeNull();
  only?.release();
  expect(slots.take(small("b"))).not.toBeNull();
});
