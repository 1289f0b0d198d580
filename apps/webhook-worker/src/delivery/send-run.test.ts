import type { ClaimedDelivery } from "@longhaul/db";
import { expect, it } from "vitest";
import { sendRun } from "./send-run.ts";

const runOf = (...ids: string[]): ClaimedDelivery[] => ids.map((id) => ({ id }) as ClaimedDelivery);

/** A receiver that answers `answers`, one by one; what was recorded is only known once `recorded` says so. */
function sending(answers: readonly (boolean | Error)[]) {
  const log: string[] = [];
  const { promise: recorded, resolve: record } = Promise.withResolvers<void>();
  let n = 0;
  return {
    log,
    record,
    parts: {
      async deliver({ id }: ClaimedDelivery, onSent: (isDelivered: boolean) => void) {
        const answer = answers[n++];
        log.push(`sends ${id}`);
        await Promise.resolve();
        // What fails before it is sent tells nothing.
        if (answer instanceof Error) return;
        onSent(answer === true);
        await recorded;
        log.push(`recorded ${id}`);
      },
      async release(left: readonly ClaimedDelivery[]) {
        log.push(`releases ${left.map(({ id }) => id).join(" ")}`);
      },
      hasTime: () => true,
    },
  };
}

it("sends each when the one before it was delivered, recorded or not, and ends when all are recorded", async () => {
  const { log, record, parts } = sending([true, true, true]);
  const { promise: sent, resolve: onSent } = Promise.withResolvers<void>();
  const end = sendRun(parts, runOf("a", "b", "c"), onSent).then(() => log.push("end"));
  await sent;
  expect(log).toEqual(["sends a", "sends b", "sends c"]);
  record();
  await end;
  expect(log.slice(3)).toEqual(["recorded a", "recorded b", "recorded c", "end"]);
});

it.each([[false], [new Error("no secret")]])(
  "gives back what comes after one that wasn't delivered: %s",
  async (bad) => {
    const { log, record, parts } = sending([true, bad, true]);
    record();
    await sendRun(parts, runOf("a", "b", "c", "d"));
    expect(log.filter((line) => !line.startsWith("recorded"))).toEqual(["sends a", "sends b", "releases c d"]);
  },
);

it("gives back what there is no time for, and of a run that ends with it nothing", async () => {
  const { log, record, parts } = sending([true, true, true]);
  record();
  await sendRun({ ...parts, hasTime: () => !log.includes("sends b") }, runOf("a", "b", "c"));
  expect(log).toContain("releases c");
  const last = sending([false]);
  last.record();
  await sendRun(last.parts, runOf("a"));
  expect(last.log).toEqual(["sends a", "recorded a"]);
});
