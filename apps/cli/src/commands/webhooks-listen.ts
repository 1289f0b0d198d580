import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { unwrapWebhook, WebhookVerificationError, type WebhookEvent } from "@longhaul/sdk";
import { UsageError, type Command, type CommandContext } from "../command.ts";

const MAX_BYTES = 1_000_000;
/** What the receiver that is forwarded to sees of a delivery. */
const FORWARDED = /^(content-type|user-agent|webhook-.*|x-signature)$/;

export const webhooksListen: Command = {
  name: "webhooks listen",
  args: "",
  about: "receive the project's events here: verify, print and forward them",
  more: `Registers a webhook for as long as it runs. The service must reach this machine: with \`start\` it does; else give the public
address of a tunnel with --public. Ctrl-C ends it and removes the webhook.`,
  options: {
    port: { value: "port", about: "where to listen; default any that is free" },
    public: { value: "url", about: "the address that the service reaches this listener by" },
    forward: {
      short: "f",
      value: "url",
      about: "send each event there too, with its headers; its answer is given back",
    },
    events: { short: "e", value: "types", about: "only these events, separated by commas" },
  },
  async run(context) {
    const { given, out, signal } = context;
    const client = await context.client();
    const secret = `whsec_${randomBytes(24).toString("base64")}`;
    const server = createServer((request, response) => void receive(context, secret, request, response));
    server.listen(portOf(given.text("port")), given.text("public") === undefined ? "127.0.0.1" : undefined);
    await once(server, "listening", { signal });
    try {
      const { port } = server.address() as AddressInfo;
      const webhookUrl = given.text("public") ?? `http://127.0.0.1:${port}/`;
      const events = given.text("events")?.split(",");
      const { webhookId } = await client.webhooks.create({
        webhookUrl,
        webhookName: "longhaul webhooks listen",
        authentication: { type: "hmac-sha256", secret },
        retryPolicy: { maxRetries: 3, retryDelay: 1 },
        ...(events === undefined
          ? {}
          : { events: events as NonNullable<Parameters<typeof client.webhooks.create>[0]["events"]> }),
      });
      out.note(`listening on ${webhookUrl}  (webhook ${webhookId}, Ctrl-C ends it)`);
      try {
        if (!signal.aborted) await once(signal, "abort");
      } finally {
        await client.webhooks.delete(webhookId);
      }
    } finally {
      server.closeAllConnections();
      server.close();
    }
    return "done";
  },
};

async function receive(
  context: CommandContext,
  secret: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { out, given } = context;
  const answer = (status: number, text = ""): void => void response.writeHead(status).end(text);
  try {
    if (Number(request.headers["content-length"] ?? 0) > MAX_BYTES) {
      answer(413);
      return;
    }
    const body = await buffer(request);
    const event = await unwrapWebhook(request.headers, body, secret);
    out.line(out.isJson ? JSON.stringify(event) : lineOf(event));
    const forward = given.text("forward");
    answer(forward === undefined ? 204 : await forwardTo(forward, request.headers, body, out.note));
  } catch (err) {
    const isForeign = err instanceof WebhookVerificationError;
    out.note(isForeign ? `refused a delivery: ${err.message}` : String(err));
    answer(isForeign ? 400 : 502);
  }
}

/** The status that the receiver answers with, 502 where none does. */
async function forwardTo(
  url: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
  note: (text: string) => void,
): Promise<number> {
  const kept = Object.entries(headers).filter(
    (entry): entry is [string, string] => FORWARDED.test(entry[0]) && typeof entry[1] === "string",
  );
  try {
    const { status } = await fetch(url, {
      method: "POST",
      headers: kept,
      body: new Uint8Array(body),
      redirect: "manual",
      signal: AbortSignal.timeout(14_000),
    });
    note(`  ${url} answered ${status}`);
    return status;
  } catch (err) {
    note(`  ${url} didn't answer: ${err instanceof Error ? err.message : String(err)}`);
    return 502;
  }
}

function lineOf({ timestamp, type, sequence, data }: WebhookEvent): string {
  const facts = new Map<string, unknown>(Object.entries(data));
  const subject = facts.get("operationId") ?? facts.get("batchId") ?? facts.get("webhookId");
  const { percentage } = (facts.get("progress") ?? {}) as { readonly percentage?: number };
  return [timestamp, type, `#${sequence}`, String(subject), percentage === undefined ? "" : `${percentage} %`]
    .join("  ")
    .trimEnd();
}

function portOf(text: string | undefined): number {
  if (text !== undefined && !/^\d{1,5}$/.test(text)) throw new UsageError(`--port is a number: ${text}`);
  return Number(text ?? 0);
}
