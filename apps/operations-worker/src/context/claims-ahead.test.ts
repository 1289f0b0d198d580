import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCapacity } from "./capacity.ts";
import { createClaimsAhead, type ClaimsAhead } from "./claims-ahead.ts";

const one = { cpuUnits: 1, memoryGb: 1 };

/** As after many runs of so many milliseconds. */
function ranLately(ahead: ClaimsAhead, ms: number): void {
  for (let run = 0; run < 100; run++) {
    const hand = ahead.take();
    hand.ran(ms);
    hand.end();
  }
}

describe("claims ahead of a free place", () => {
  it("are made while runs are short, and fewer the longer they are", () => {
    const ahead = createClaimsAhead(2);
    const hand = ahead.take();
    expect([ahead.more(), hand.mayClaimAhead()]).toEqual([0, false]);
    ranLately(ahead, 2);
    expect([ahead.more(), hand.mayClaimAhead()]).toEqual([8, true]);
    ranLately(ahead, 8);
    expect([ahead.more(), hand.mayClaimAhead()]).toEqual([4, true]);
    ranLately(ahead, 60_000);
    expect([ahead.more(), hand.mayClaimAhead()]).toEqual([0, false]);
  });

  it("are made of what was taken beyond the places, though runs have become long since", () => {
    const ahead = createClaimsAhead(1);
    const hands = [ahead.take(), ahead.take()];
    expect(hands[1]?.mayClaimAhead()).toBe(true);
    hands[0]?.end();
    hands[0]?.end();
    expect(hands[1]?.mayClaimAhead()).toBe(false);
  });

  it("are given up soon behind a long run, and none is made after that", async () => {
    const [ahead, capacity] = [createClaimsAhead(1), createCapacity(one)];
    ranLately(ahead, 2);
    const long = capacity.ask(one, "a");
    const room = capacity.ask(one, "a");
    expect(await ahead.take().waitForRoom(room, () => undefined)).toBe("late");
    room.release();
    expect([ahead.more(), long.isGiven(), room.isGiven(), capacity.used()]).toEqual([0, true, false, one]);
  });

  it.each(["lost", "drained"] as const)("wait no longer when they are %s", async (end) => {
    const [ahead, capacity] = [createClaimsAhead(1), createCapacity(one)];
    capacity.ask(one, "a");
    const wait = ahead.take().waitForRoom(capacity.ask(one, "a"), (stop) => stop(end));
    expect(await wait).toBe(end);
  });

  it("don't wait once the worker drains, and no more are made", async () => {
    const [ahead, capacity] = [createClaimsAhead(1), createCapacity(one)];
    ranLately(ahead, 2);
    capacity.ask(one, "a");
    const wait = ahead.take().waitForRoom(capacity.ask(one, "a"), () => undefined);
    ahead.drain();
    expect([await wait, ahead.more()]).toEqual(["drained", 0]);
    expect(await ahead.take().waitForRoom(capacity.ask(one, "a"), () => undefined)).toBe("drained");
  });

  it("never let more run than there is room for, and leave no room taken", async () => {
    const total = { cpuUnits: 4, memoryGb: 8 };
    const operation = fc.record({
      cpuUnits: fc.integer({ min: 1, max: 5 }),
      memoryGb: fc.integer({ min: 1, max: 9 }),
      turns: fc.integer({ min: 0, max: 5 }),
      isCancelled: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
        const [ahead, capacity] = [createClaimsAhead(total.cpuUnits), createCapacity(total)];
        ranLately(ahead, 1);
        const running = { cpuUnits: 0, memoryGb: 0 };
        const run = (granted: typeof running, sign: 1 | -1): void => {
          running.cpuUnits += sign * granted.cpuUnits;
          running.memoryGb += sign * granted.memoryGb;
          expect(running.cpuUnits <= total.cpuUnits && running.memoryGb <= total.memoryGb).toBe(true);
        };
        await Promise.all(
          operations.map(async ({ turns, isCancelled, ...wanted }) => {
            const [hand, room] = [ahead.take(), capacity.ask(wanted, "a")];
            if (!hand.mayClaimAhead()) await room.given;
            await setImmediate();
            const wait = await hand.waitForRoom(room, (stop) => {
              if (isCancelled) stop("lost");
            });
            if (wait === "given") {
              run(room.granted, 1);
              for (let turn = 0; turn < turns; turn++) await setImmediate();
              run(room.granted, -1);
            }
            hand.end();
            room.release();
          }),
        );
        expect(capacity.used()).toEqual({ cpuUnits: 0, memoryGb: 0 });
      }),
      { numRuns: 60 },
    );
  });
});
