import http from "node:http";
import https from "node:https";
import got, { type RequestFunction } from "got";
import { describeFailure } from "./describe-failure.ts";
import type { GuardedAgents } from "@longhaul/egress";
import { readBeginning, type SendRequest, type Transport } from "./sender.ts";

/**
 * Sends what got is to post, and gives got the answer. By itself got would copy the headers five times, pass Node's agent thirty options
 * that we don't set, and watch each event of the connection, for its time limits too: more work than the request itself.
 */
function postBy(agents: GuardedAgents, { body, headers }: Pick<SendRequest, "body" | "headers">) {
  let sent: http.ClientRequest | undefined;
  const request: RequestFunction = async (url) =>
    new Promise((resolve, reject) => {
      const isSecure = url.protocol === "https:";
      sent = (isSecure ? https : http).request(url, {
        agent: isSecure ? agents.https : agents.http,
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
      });
      // What comes after the beginning of an answer, the answer says itself.
      sent.once("response", resolve).on("error", reject).end(body);
    });
  return {
    request,
    /** Ends what is left. Nothing is of a request that was sent and answered in full, and its connection is free again. */
    end: (isAnswered: boolean): unknown => (isAnswered && sent?.writableFinished === true ? null : sent?.destroy()),
  };
}

/** Posts by got. */
export function createGotTransport(agents: GuardedAgents): Transport {
  const post = got.extend({
    method: "POST",
    retry: { limit: 0 },
    followRedirect: false,
    decompress: false,
    throwHttpErrors: false,
  });
  return {
    async send({ url, headers, body }, timeoutMs) {
      const { request, end } = postBy(agents, { body, headers });
      const stream = post.stream(url, { request });
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        stream.destroy();
      }, timeoutMs);
      try {
        stream.end();
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
        return describeFailure(err, isLate);
      } finally {
        clearTimeout(timer);
        end(stream.readableEnded);
        if (!stream.readableEnded) stream.destroy();
      }
    },
    close: async () => agents.destroy(),
  };
}
