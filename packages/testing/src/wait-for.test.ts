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

  it("passes on what the condition throws", async () => {
    const condition = () => {
      throw new TypeError("broken");
    };
    await expect(waitFor(condition, { what: "nothing" })).rejects.toThrow(TypeError);
  });
});
