import type { IQueueBackend } from "bullmq";
import { describe, expect, it } from "vitest";
import { fetchAhead, tokenOfOne } from "./fetch-ahead.ts";

const NONE = [null, "", 0, 0];

/** A store with these jobs, which fails where a job's name says so. */
function storeOf(...jobs: readonly string[]) {
  const waiting = [...jobs];
  const active = new Map<string, string>();
  const backend = {
    async moveToActive(token: string) {
      const id = waiting.shift();
      if (id === undefined) return NONE;
      if (id === "broken") throw new Error(id);
      active.set(id, token);
      return [{ id }, id, 0, 0];
    },
    async moveJobFromActiveToWait(id: string, token: string) {
      if (active.get(id) !== token) throw new Error("not its lock");
      active.delete(id);
      waiting.push(id);
      return 0;
    },
  } as unknown as IQueueBackend;
  return { backend, waiting, active };
}

describe("fetchAhead", () => {
  it("answers what the loop asks for next with what was fetched together, and whose lock it is", async () => {
    const { backend, active, waiting } = storeOf("a", "b", "c", "d");
    const { ownToken } = fetchAhead(backend, () => 3);
    const ids = [];
    for (const token of ["1", "2", "3"]) {
      const [, id] = await backend.moveToActive(token);
      expect(active.get(String(id))).toBe(ownToken(String(id)) ?? token);
      ids.push(id);
    }
    expect(ids).toEqual(["a", "b", "c"]);
    expect(waiting).toEqual(["d"]);
  });

  it("answers once that there are no more, and fetches one alone for a token of one", async () => {
    const { backend, waiting } = storeOf("a", "b");
    fetchAhead(backend, () => 4);
    expect((await backend.moveToActive(tokenOfOne()))[1]).toBe("a");
    expect(waiting).toEqual(["b"]);
    expect((await backend.moveToActive("2"))[1]).toBe("b");
    expect(await backend.moveToActive("3")).toEqual(NONE);
    waiting.push("c");
    expect((await backend.moveToActive("4"))[1]).toBe("c");
  });

  it("loses no job where two fetches overlap, and says that there are none only when all are taken", async () => {
    const { backend, active, waiting } = storeOf("a", "b", "c", "d", "e");
    const { ownToken } = fetchAhead(backend, () => 4);
    const overlapping = ["1", "2", "3"].map((token) => ({ token, answer: backend.moveToActive(token) }));
    const taken = [];
    for (const { token, answer } of overlapping) taken.push({ token, id: String((await answer)[1]) });
    for (const token of ["4", "5"]) taken.push({ token, id: String((await backend.moveToActive(token))[1]) });
    expect(taken.map(({ id }) => id).toSorted()).toEqual(["a", "b", "c", "d", "e"]);
    for (const { token, id } of taken) expect(ownToken(id) ?? token).toBe(active.get(id));
    waiting.push("f");
    const next = [await backend.moveToActive("6"), await backend.moveToActive("7")];
    expect(next.map(([, id]) => id)).toContain("f");
  });

  it("gives back what nobody asked for any more, under the locks that it has", async () => {
    const { backend, waiting, active } = storeOf("a", "b", "c");
    const { giveBack, ownToken } = fetchAhead(backend, () => 4);
    expect((await backend.moveToActive("1"))[1]).toBe("a");
    await giveBack();
    expect([...active]).toEqual([["a", "1"]]);
    expect(waiting).toEqual(["b", "c"]);
    await giveBack();
    expect((await backend.moveToActive("2"))[1]).toBe("b");
    expect(ownToken("b") ?? "2").toBe(active.get("b"));
  });

  it("fails only where no fetch brought an answer", async () => {
    const { backend } = storeOf("broken", "b", "broken", "broken");
    fetchAhead(backend, () => 2);
    expect((await backend.moveToActive("1"))[1]).toBe("b");
    await expect(backend.moveToActive("2")).rejects.toThrow("broken");
  });
});
