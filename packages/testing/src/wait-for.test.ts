import { describe, expect, it } from "vitest";
import { waitAtMost, waitFor } from "./wait-for.ts";

describe("waitFor", () => {
  it("resolves with the first value that is there", async () => {
    const answers = [null, undefined, false, 0, 7];
    await expect(waitFor(() => answers.shift(), { what: "a value" })).resolves.toBe(0);
    expect(answers).toEqual([7]);
  });

  it("says what it waited for when time runs out", async () => {
    await expect(waitAtMost(30, () => false, "the end of time")).rejects.toThrow(
      "waited 30 ms in vain for the end of time",
    );
  });

  it("runs out of time even while a condition never answers", async () => {
    const never = new Promise<boolean>(() => undefined);
    await expect(waitAtMost(30, () => never, "an answer")).rejects.toThrow("an answer");
  });

  it.each([
    Object.assign(new Error("the queue's store did not answer within 5000 ms"), { code: "store-unavailable" }),
    new Error("timeout exceeded when trying to connect"),
  ])("waits on while a store is late: $message", async (late) => {
    const answers = [late, late, true];
    const condition = () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    };
    await expect(waitFor(condition, { what: "the store" })).resolves.toBe(true);
    await expect(
      waitAtMost(30, () => Promise.reject(late), "the store"),
      "the error that was seen last is its cause",
    ).rejects.toMatchObject({ cause: late });
  });

  it("passes on what the condition throws", async () => {
    const condition = () => {
      throw new TypeError("broken");
    };
    await expect(waitFor(condition, { what: "nothing" })).rejects.toThrow(TypeError);
  });
});
