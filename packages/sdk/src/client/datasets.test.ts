import { describe, expect, it } from "vitest";
import { createClient } from "../index.ts";

const importing = { datasetId: "d", version: 1, name: "n", status: "Importing", importProgress: 0 };
const ready = { ...importing, status: "Ready", importProgress: 100 };
const progress = { type: "dataset.progress", data: { progress: { percentage: 40 } } };

/** A server that answers a path with the next of its answers, the last one again and again. */
function serverOf(answers: Readonly<Record<string, readonly (() => Response)[]>>) {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { method, url } = new Request(input, init);
    const request = `${method} ${new URL(url).pathname.replace("/api/t/p/", "")}`;
    const before = asked.filter((earlier) => earlier === request).length;
    asked.push(request);
    const all = answers[request] ?? [];
    const answer = all[Math.min(before, all.length - 1)];
    if (answer === undefined) throw new Error(`nobody expected ${request}`);
    return answer();
  };
  return { asked, client: createClient({ url: "http://here/", tenantId: "t", projectId: "p", token: "x", fetch }) };
}
const json = (body: unknown) => (): Response => Response.json(body);
const events = (): Response =>
  new Response(`id: 1\ndata: ${JSON.stringify(progress)}\n\n`, { headers: { "content-type": "text/event-stream" } });
const over = (): Response => new Response(null, { status: 204 });
const stream = [events, over];
const VERSION = "GET datasets/d/versions/1";
const EVENTS = "GET datasets/d/events";

describe("datasets", () => {
  it("follows an import from the upload's answer on, and asks for the dataset once, at its end", async () => {
    const { client, asked } = serverOf({
      "POST datasets": [json(importing)],
      [EVENTS]: stream,
      [VERSION]: [json(ready)],
    });
    const percentages: unknown[] = [];
    const dataset = await client.datasets.upload(new Blob(["a"]), "a.csv", {
      onProgress: ({ importProgress }) => percentages.push(importProgress),
    });
    expect(dataset).toEqual(ready);
    expect(asked).toEqual(["POST datasets", EVENTS, EVENTS, VERSION]);
    expect(percentages).toEqual([0, 40, 100]);
  });

  it("asks for a dataset of which it has only the ids", async () => {
    const { client, asked } = serverOf({ [EVENTS]: stream, [VERSION]: [json(importing), json(ready)] });
    expect(await client.datasets.ended({ datasetId: "d", version: 1 })).toEqual(ready);
    expect(asked).toEqual([VERSION, EVENTS, EVENTS, VERSION]);
  });
});
