import { randomUUID } from "node:crypto";
import type { EndedSpan, Tracer, TracerOptions } from "./tracer.ts";

/** Spans that wait to be sent; further ones are dropped. */
const MOST_WAITING = 4_096;
const MOST_TOGETHER = 512;
const PAUSE_MS = 1_000;
const TIMEOUT_MS = 5_000;
const CLOSING_MS = 1_000;

/** As OTLP numbers them. */
const KINDS: Readonly<Record<EndedSpan["kind"], number>> = { internal: 1, server: 2, client: 3, consumer: 5 };
const STATUS_ERROR = 2;

/** Sends spans as OTLP's JSON over HTTP (opentelemetry-proto 1.x, `POST /v1/traces`), many at a time. */
export function createOtlpTracer(options: TracerOptions & { readonly endpoint: string }): Tracer {
  const url = `${options.endpoint.replace(/\/$/, "")}/v1/traces`;
  const headers = { ...readHeaders(options.headers), "content-type": "application/json" };
  const resource = {
    attributes: attributesOf({ "service.name": `longhaul-${options.service}`, "service.instance.id": randomUUID() }),
  };
  let waiting: EndedSpan[] = [];
  let dropped = 0;
  let isFailing = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
  const closing = new AbortController();

  const send = async (spans: readonly EndedSpan[]): Promise<void> => {
    const body = {
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "longhaul" }, spans: spans.map(toOtlp) }] }],
    };
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), closing.signal]),
        redirect: "error",
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the collector answered ${answer.status}`);
      if (isFailing) options.logger.info({ dropped }, "spans reach the collector again");
      isFailing = false;
      dropped = 0;
    } catch (err) {
      dropped += spans.length;
      if (!isFailing) options.logger.warn({ err }, "spans don't reach the collector and are dropped");
      isFailing = true;
    }
  };
  const sendWaiting = async (): Promise<void> => {
    do {
      const spans = waiting.slice(0, MOST_TOGETHER);
      waiting = waiting.slice(MOST_TOGETHER);
      await send(spans);
    } while (waiting.length > 0 && !isFailing);
    round = undefined;
    if (waiting.length > 0) sendSoon();
  };
  const sendSoon = (): void => {
    if (round !== undefined || closing.signal.aborted) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      round = sendWaiting();
    }, PAUSE_MS).unref();
  };
  return {
    record(span) {
      if (waiting.length >= MOST_WAITING) {
        dropped++;
        return;
      }
      waiting.push(span);
      sendSoon();
    },
    async close() {
      const limit = setTimeout(() => closing.abort(), CLOSING_MS);
      await round;
      clearTimeout(timer);
      if (waiting.length > 0 && !closing.signal.aborted) await sendWaiting();
      clearTimeout(limit);
      closing.abort();
      clearTimeout(timer);
    },
  };
}

/** `name=value` pairs with commas between them; values may be percent-encoded. */
function readHeaders(text = ""): Record<string, string> {
  return Object.fromEntries(
    text.split(",").flatMap((pair) => {
      const at = pair.indexOf("=");
      return at < 1 ? [] : [[pair.slice(0, at).trim().toLowerCase(), decode(pair.slice(at + 1).trim())]];
    }),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function toOtlp({ traceId, spanId, parentSpanId, name, kind, startMs, endMs, attributes, links, error }: EndedSpan) {
  return {
    traceId,
    spanId,
    ...(parentSpanId === null ? {} : { parentSpanId }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: nanosOf(startMs),
    endTimeUnixNano: nanosOf(endMs),
    attributes: attributesOf(attributes ?? {}),
    ...(links === undefined ? {} : { links: links.map((link) => ({ traceId: link.traceId, spanId: link.spanId })) }),
    ...(error === undefined ? {} : { status: { code: STATUS_ERROR, message: error } }),
  };
}

const nanosOf = (ms: number): string => `${BigInt(Math.round(ms * 1_000))}000`;

function attributesOf(attributes: Readonly<Record<string, string | number | boolean>>) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === "string"
        ? { stringValue: value }
        : typeof value === "boolean"
          ? { boolValue: value }
          : Number.isSafeInteger(value)
            ? { intValue: String(value) }
            : { doubleValue: value },
  }));
}
