import got, { TimeoutError } from "got";
import { describeFailure } from "./describe-failure.ts";
import type { GuardedAgents } from "@longhaul/egress";
import { readBeginning, type Transport } from "./sender.ts";

/** Posts by got. */
export function createGotTransport(agents: GuardedAgents): Transport {
  const post = got.extend({
    agent: { http: agents.http, https: agents.https },
    retry: { limit: 0 },
    followRedirect: false,
    decompress: false,
    throwHttpErrors: false,
  });
  return {
    async send({ url, headers, body }, timeoutMs) {
      const stream = post.stream.post(url, { headers: { ...headers }, body, timeout: { request: timeoutMs } });
      try {
        const excerpt = await readBeginning(stream as AsyncIterable<Buffer>);
        const { response } = stream;
        if (response === undefined)
          return { outcome: "failed", kind: "network_error", message: "the connection ended without an answer" };
        return {
          outcome: "answered",
          statusCode: response.statusCode,
          retryAfter: response.headers["retry-after"],
          location: response.headers.location,
          excerpt,
        };
      } catch (err) {
        return describeFailure(err, err instanceof TimeoutError);
      } finally {
        stream.destroy();
      }
    },
    close: async () => agents.destroy(),
  };
}
