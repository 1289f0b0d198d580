import { parseAllowList } from "@longhaul/domain";
import { PRIVATE_HOSTS } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { useApi, type Answer, type TestApi } from "../../test/use-api.ts";

const operation = { operationType: "Trial", operationName: "T" };

/** Every place where a client names an address for deliveries, with the pointer to it. */
const PLACES: readonly (readonly [string, (api: TestApi, url: string) => Promise<Answer>])[] = [
  ["/webhookUrl", (api, url) => api.call("/async/webhooks", { json: { webhookUrl: url } })],
  [
    "/webhookUrl",
    async (api, url) => {
      const json = { webhookUrl: "https://app.example/" };
      const { body } = await api.call("/async/webhooks", { json });
      const path = `/async/webhooks/${body["webhookId"]}`;
      const answer = await api.call(path, { method: "PATCH", json: { webhookUrl: url } });
      await api.call(path, { method: "DELETE" });
      return answer;
    },
  ],
  ...["onProgress", "onCompletion", "onError"].map(
    (kind) =>
      [
        `/callbacks/${kind}`,
        (api: TestApi, url: string) =>
          api.call("/async/operation", { json: { ...operation, callbacks: { [kind]: url } } }),
      ] as const,
  ),
  ...["onBatchStart", "onOperationComplete", "onBatchComplete"].map(
    (kind) =>
      [
        `/batchCallbacks/${kind}`,
        (api: TestApi, url: string) =>
          api.call("/async/batch", {
            json: { batchName: "B", operations: [operation], batchCallbacks: { [kind]: url } },
          }),
      ] as const,
  ),
  [
    "/operations/0/callbacks/onError",
    (api, url) =>
      api.call("/async/batch", {
        json: { batchName: "B", operations: [{ ...operation, callbacks: { onError: url } }] },
      }),
  ],
];

/** The whole table is held against the schema that all places share. */
const SOME_HOSTS = PRIVATE_HOSTS.filter((_, idx) => idx % 9 === 0);

describe("where deliveries may reach public addresses only", () => {
  const api = useApi();

  it.each(PLACES)("%s refuses private addresses in all notations", async (pointer, give) => {
    for (const [host] of SOME_HOSTS) {
      const answer = await give(api, `http://${host}/hook`);
      expect([host, answer.status, answer.body["errors"]]).toEqual([
        host,
        400,
        [{ pointer, detail: expect.stringMatching(/must not lead to .*: deliveries reach public addresses only$/) }],
      ]);
    }
  });

  it.each(PLACES)("%s refuses users and passwords, and takes names in any script and case", async (pointer, give) => {
    const answer = await give(api, "https://user:pw@app.example/");
    expect([answer.status, answer.body["errors"]]).toEqual([
      400,
      [{ pointer, detail: expect.stringContaining("must not contain a user or password") }],
    ]);
    for (const url of ["HTTPS://APP.EXAMPLE/Hook", "https://bücher.example/straße"]) {
      expect((await give(api, url)).status).toBeLessThan(300);
    }
  });

  it("keeps an address in its plain form", async () => {
    const { body } = await api.call("/async/webhooks", { json: { webhookUrl: "HTTPS://Bücher.example:443/Straße" } });
    expect(body["webhookUrl"]).toBe("https://xn--bcher-kva.example/Stra%C3%9Fe");
  });
});

describe("where loopback is allowed", () => {
  const api = useApi(null, { allowList: parseAllowList("loopback") });

  it.each(PLACES)("%s takes this machine's addresses, and says so when it refuses others", async (pointer, give) => {
    for (const host of ["127.0.0.1:3000", "LOCALHOST:3000", "[::1]:3000"]) {
      expect((await give(api, `http://${host}/hook`)).status).toBeLessThan(300);
    }
    const answer = await give(api, "http://10.0.0.1/");
    expect(answer.body["errors"]).toEqual([
      { pointer, detail: expect.stringMatching(/and here also 127\.0\.0\.0\/8, ::1\/128$/) },
    ]);
  });
});
