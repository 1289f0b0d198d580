import { createLogger, createMetrics } from "@longhaul/runtime";
import { waitFor } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import type { WorkerContext } from "../context/context.ts";
import { createRunMetrics } from "../context/run-metrics.ts";
import { createRounds, type Duty } from "./duty.ts";
import { DUTIES } from "./duties.ts";

/** All that rounds take of the worker. */
function useRounds(duties: readonly Duty[]) {
  const metrics = createMetrics();
  const ctx = {
    logger: createLogger({ service: "test", level: "error", pretty: false }),
    counted: createRunMetrics(metrics, { find: () => undefined }),
  } as unknown as WorkerContext;
  const rounds = createRounds(duties);
  return {
    make: async (mayGoOn = () => true) => rounds.make(ctx, mayGoOn),
    metric: async (line: string) => (await metrics.text()).includes(line),
  };
}

describe("the duties of the reconciler", () => {
  it("have names of their own", () => {
    const names = DUTIES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^[a-z]+(_[a-z]+)+$/.test(name))).toBe(true);
  });
});

describe("a round", () => {
  const done: string[] = [];
  const duty = (name: string, rest: Partial<Duty> = {}): Duty => ({
    name,
    run: async () => done.push(name),
    ...rest,
  });
  const taken = () => done.splice(0);

  it("does each duty in order, whatever becomes of those before it", async () => {
    const { make, metric } = useRounds([
      duty("first"),
      duty("broken", { run: async () => Promise.reject(new Error("a bug")) }),
      duty("worse", {
        run: () => {
          throw new Error("at once");
        },
      }),
      duty("last"),
    ]);
    await make();
    expect(taken()).toEqual(["first", "last"]);
    expect(await metric('longhaul_reconcile_duty_failures_total{duty="broken"} 1')).toBe(true);
    expect(await metric('longhaul_reconcile_duty_failures_total{duty="worse"} 1')).toBe(true);
    expect(await metric('longhaul_reconcile_rounds_total{result="failed"} 1')).toBe(true);
    expect(await metric('longhaul_reconcile_duty_duration_seconds_count{duty="last"} 1')).toBe(true);
    await make();
    expect(taken()).toEqual(["first", "last"]);
  });

  it("ends where the worker doesn't lead any more", async () => {
    const { make, metric } = useRounds([duty("first"), duty("second")]);
    await make(() => done.length === 0);
    expect(taken()).toEqual(["first"]);
    expect(await metric("longhaul_reconcile_rounds_total{")).toBe(false);
  });

  it("doesn't wait for what runs beside it, nor begin it twice", async () => {
    const gate = Promise.withResolvers<number>();
    const { make, metric } = useRounds([
      duty("slow", {
        isBeside: true,
        run: async () => {
          done.push("slow");
          return gate.promise;
        },
      }),
      duty("next"),
    ]);
    await make();
    await make();
    expect(taken()).toEqual(["slow", "next", "next"]);
    gate.resolve(3);
    await waitFor(async () => metric('longhaul_reconciled_total{duty="slow"} 3'), { what: "the slow duty's end" });
    await make();
    expect(taken()).toEqual(["slow", "next"]);
  });

  it("leaves out what isn't due yet", async () => {
    const { make } = useRounds([
      duty("hourly", { everyMs: 3_600_000 }),
      duty("always"),
      duty("at_once", { everyMs: 0 }),
    ]);
    await make();
    await make();
    expect(taken()).toEqual(["always", "at_once", "always", "at_once"]);
  });
});
