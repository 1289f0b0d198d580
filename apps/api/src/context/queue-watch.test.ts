import { FAIR_LAP, PRIORITIES, queueRank, type Priority } from "@longhaul/domain";
import type { LiveWorker, QueueFigures } from "@longhaul/db";
import fc from "fast-check";
import { expect, it } from "vitest";
import { toSnapshot } from "./queue-watch.ts";

const now = new Date("2026-01-01T08:00:00Z");
const worker = (changes: Partial<LiveWorker> = {}): LiveWorker => ({
  name: "w",
  cpuUnits: 4,
  memoryGb: 8,
  usedCpu: 0,
  usedMemory: 0,
  operations: 0,
  draining: false,
  version: null,
  seenAt: now,
  ...changes,
});
const figures = (changes: Partial<QueueFigures>): QueueFigures => ({
  now,
  workers: [worker()],
  waiting: [],
  cut: [],
  runningWork: 0,
  ...changes,
});
const asked = (priority: Priority, fairTag: number) => ({
  priority,
  fairTag,
  cpuUnits: 1,
  memoryGb: 1,
  work: 40,
});

it("places operations as the queue orders them, whatever their priorities and tags", () => {
  const step = 250;
  const tag = fc.integer({ min: 0, max: FAIR_LAP / step - 1 }).map((steps) => step * steps);
  const one = fc.tuple(fc.constantFrom(...PRIORITIES), tag);
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), one, (others, [priority, fairTag]) => {
      const waiting = others.map(([otherPriority, otherTag]) => asked(otherPriority, otherTag));
      const own = asked(priority, fairTag);
      const rank = queueRank(own.priority, own.fairTag);
      const expected = waiting.filter((other) => queueRank(other.priority, other.fairTag) < rank).length;
      expect(toSnapshot(figures({ waiting: [...waiting, own] })).placeOf(own).ahead).toBe(expected);
    }),
  );
});

it("says at least for what stands behind more than were read, and only for that", () => {
  const waiting = [asked("Normal", 100), asked("Normal", 200)];
  const snapshot = toSnapshot(figures({ waiting, cut: ["Normal"] }));
  expect(snapshot.placeOf(asked("Normal", 300))).toEqual({ ahead: 2, isAtLeast: true, expectedStart: null });
  expect(snapshot.placeOf(asked("Normal", 150))).toMatchObject({ ahead: 1, isAtLeast: false });
  expect(snapshot.placeOf(asked("Critical", 0))).toMatchObject({ ahead: 0, isAtLeast: false });
});

it("expects the next one to start now where there is room, and others when the work before them is done", () => {
  const waiting = [asked("Normal", 100), asked("Normal", 200)];
  const free = toSnapshot(figures({ waiting, runningWork: 0 }));
  expect(free.placeOf(asked("Normal", 100)).expectedStart).toEqual(now);
  expect(free.placeOf(asked("Normal", 300)).expectedStart).toEqual(new Date(now.getTime() + 20_000));
  const busy = toSnapshot(figures({ waiting, workers: [worker({ usedCpu: 4 })], runningWork: 200 }));
  expect(busy.placeOf(asked("Normal", 100)).expectedStart).toEqual(new Date(now.getTime() + 50_000));
});

it.each<[string, readonly LiveWorker[]]>([
  ["there is no worker", []],
  ["all workers drain", [worker({ draining: true })]],
])("expects nothing when %s", (_what, workers) => {
  const snapshot = toSnapshot(figures({ workers }));
  expect(snapshot.placeOf(asked("High", 1)).expectedStart).toBeNull();
  expect(snapshot.hasRoomFor(asked("High", 1))).toBe(false);
});

it.each([
  ["fits beside what runs", 1, 1, { usedCpu: 3 }, true],
  ["needs more CPU units than are free", 2, 1, { usedCpu: 3 }, false],
  ["needs more memory than is free", 1, 4, { usedMemory: 5 }, false],
  ["is larger than the whole worker, which is idle", 64, 64, {}, true],
  ["is larger than the whole worker, which isn't", 64, 1, { usedCpu: 1 }, false],
])("knows room for what %s", (_what, cpuUnits, memoryGb, used, hasRoom) => {
  const snapshot = toSnapshot(figures({ workers: [worker(used)] }));
  expect(snapshot.hasRoomFor({ ...asked("Normal", 1), cpuUnits, memoryGb })).toBe(hasRoom);
});

it("names what is free on the worker that comes nearest to an operation's needs", () => {
  const workers = [
    worker({ usedCpu: 4 }),
    worker({ usedCpu: 2, usedMemory: 5 }),
    worker({ usedCpu: 1, usedMemory: 6 }),
  ];
  const [one] = workers;
  const snapshot = toSnapshot(figures({ workers }));
  expect(snapshot.nearestRoomFor({ ...asked("Normal", 1), cpuUnits: 4, memoryGb: 4 })).toEqual({
    cpuUnits: 2,
    memoryGb: (one?.memoryGb ?? 0) - 5,
  });
  const draining = toSnapshot(figures({ workers: [worker({ draining: true })] }));
  expect(draining.nearestRoomFor(asked("Normal", 1))).toBeNull();
});
