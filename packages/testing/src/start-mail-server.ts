import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire. */
  readonly source: string;
}

export interface MailServer {
  /** `smtp://127.0.0.1:<port>` */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** Connections so far. */
  connections(): number;
  /** What a recipient is answered with from now on, such as `450 busy`; null to accept. */
  refuse(recipient: string, answer: string | null): void;
  /** What the next message is answered with instead of being taken. */
  refuseNext(answer: string): void;
  /** Reads the next message and never answers. */
  hangNext(): void;
  /** Never answers a recipient from now on. */
  hang(recipient: string): void;
  /** Messages or recipients that were read and never answered. */
  unanswered(): number;
  close(): Promise<void>;
}

/** A real SMTP server that keeps its messages and refuses on command. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const refusals = new Map<string, string>();
  const hanging = new Set<string>();
  let next: string | null = null; // a refusal, or "hang"
  let connections = 0;
  let unanswered = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    closeTimeout: 100,
    onConnect(_session, done) {
      connections++;
      done();
    },
    onRcptTo({ address }, _session, done) {
      if (hanging.has(address)) {
        unanswered++;
        return;
      }
      const refusal = refusals.get(address);
      done(refusal === undefined ? null : toError(refusal));
    },
    onData(stream, { envelope }, done) {
      const take = async (): Promise<void> => {
        const source = await text(stream);
        const answer = next;
        next = null;
        if (answer === "hang") {
          unanswered++;
          return;
        }
        if (answer !== null) {
          done(toError(answer));
          return;
        }
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), source });
        done();
      };
      void take();
    },
  });
  server.on("error", () => undefined); // clients that go away in the middle
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    connections: () => connections,
    refuse(recipient, answer) {
      if (answer === null) {
        refusals.delete(recipient);
      } else {
        refusals.set(recipient, answer);
      }
    },
    refuseNext: (answer) => (next = answer),
    hangNext: () => (next = "hang"),
    hang: (recipient) => void hanging.add(recipient),
    unanswered: () => unanswered,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function toError(answer: string): Error {
  const [code = "450", ...words] = answer.split(" ");
  return Object.assign(new Error(words.join(" ")), { responseCode: Number(code) });
}
