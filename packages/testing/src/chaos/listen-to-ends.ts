import type { HttpReceiver, ReceivedRequest, ScriptedAnswer } from "../start-http-receiver.ts";
import type { Fault } from "./judge-ledger.ts";
import type { Product } from "./product.ts";

const ENDS = ["operation.completed", "operation.failed", "operation.cancelled"];

interface Arrival {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
}

/** The deliveries to a webhook of the project, as the requests arrived. */
export interface Ends {
  /** Requests so far, repetitions among them. */
  readonly received: () => number;
  /** Operations of these whose end has not come. */
  missing(operationIds: Iterable<string>): string[];
  /** Events of these operations that came in a wrong order or differ between attempts. */
  judge(operationIds: Iterable<string>): Fault[];
  /** How requests are answered from now on. */
  answer(choose: (() => ScriptedAnswer) | null): void;
}

/** Keeps, of each event of an operation, its first arrival. */
export function createArrivals(): Pick<Ends, "missing" | "judge"> & { add(body: string): void } {
  const arrivals = new Map<string, Arrival[]>();
  const faults: Fault[] = [];
  return {
    add(body) {
      const { id, type, sequence, data } = JSON.parse(body) as Arrival & { readonly data: { operationId: string } };
      const known = arrivals.get(data.operationId) ?? [];
      const earlier = known.find((arrival) => arrival.id === id);
      if (earlier === undefined) known.push({ id, type, sequence });
      else if (earlier.sequence !== sequence || earlier.type !== type)
        faults.push({ promise: "an event is the same in all attempts", detail: `${id} of ${data.operationId}` });
      arrivals.set(data.operationId, known);
    },
    missing: (ids) => [...ids].filter((id) => !(arrivals.get(id)?.some(({ type }) => ENDS.includes(type)) ?? false)),
    judge(ids) {
      const found = faults.splice(0);
      for (const id of ids) {
        const sequences = (arrivals.get(id) ?? []).map(({ sequence }) => sequence);
        if (sequences.some((sequence, idx) => sequence <= (sequences[idx - 1] ?? 0)))
          found.push({ promise: "first attempts are in order", detail: `${id}: ${sequences.join(", ")}` });
      }
      return found;
    },
  };
}

/** Registers a webhook for starts and ends of operations. */
export async function listenToEnds(product: Product, receiver: HttpReceiver): Promise<Ends> {
  const arrivals = createArrivals();
  let received = 0;
  let choose: (() => ScriptedAnswer) | null = null;
  receiver.answerAll((request: ReceivedRequest) => {
    received++;
    arrivals.add(request.body.toString());
    receiver.forget();
    return choose?.() ?? { kind: "respond", status: 200 };
  });
  const webhook = {
    webhookUrl: receiver.url,
    events: ["operation.started", ...ENDS],
    authentication: { type: "hmac-sha256", secret: "12345678" },
  };
  const { status } = await product.call("/async/webhooks", { method: "POST", body: JSON.stringify(webhook) });
  if (status !== 201) throw new Error(`the webhook was not registered: ${status}`);
  return {
    received: () => received,
    missing: (ids) => arrivals.missing(ids),
    judge: (ids) => arrivals.judge(ids),
    answer(next) {
      choose = next;
    },
  };
}
