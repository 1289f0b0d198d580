import http from "node:http";
import https from "node:https";
import got, { TimeoutError, type RequestFunction } from "got";
import { describeFailure } from "./describe-failure.ts";
import type { GuardedAgents } from "@longhaul/egress";
import { readBeginning, type Transport } from "./sender.ts";

/**
 * Begins a request with what one attempt needs. By itself, got would pass some thirty options more, none of which we set, and
 * Node's agent copies them several times for each request.
 */
const requestLeanly: RequestFunction = (url, { agent, method, headers }, callback) =>
  (url.protocol === "https:" ? https : http).request(url, { agent, method, headers }, callback);

/** Posts by got. */
export function createGotTransport(agents: GuardedAgents): Transport {
  const post = got.extend({
    method: "POST",
    request: requestLeanly,
    agent: { http: agents.http, https: agents.https },
    retry: { limit: 0 },
    followRedirect: false,
    decompress: false,
    throwHttpErrors: false,
  });
  return {
    async send({ url, headers, body }, timeoutMs) {
      const stream = post.stream(url, { headers, body, timeout: { request: timeoutMs } });
      try {
        const excerpt = await readBeginning(stream);
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
        // Nothing is left of one that was sent and answered in full, and its connection is free again.
        if (!stream.writableFinished || !stream.readableEnded) stream.destroy();
      }
    },
    close: async () => agents.destroy(),
  };
}
