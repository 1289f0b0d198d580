import { within } from "@longhaul/domain";
import { createTransport } from "nodemailer";
import { composeMail } from "./compose-mail.ts";
import type { OperationNotice, SendOutcome } from "./operation-notice.ts";
import { plainLine } from "./plain-line.ts";

export interface MailSenderOptions {
  /** `smtp://` or `smtps://`, with user and password if the server needs them. */
  readonly smtpUrl: string;
  /** An address, or `Name <address>`. */
  readonly from: string;
  /** Limit of a whole attempt. */
  readonly timeoutMs: number;
}

/** Sends notices as e-mail. */
export interface MailSender {
  /** `id` becomes the Message-ID, so that mail programs recognise a second copy. Never throws. */
  send(id: string, notice: OperationNotice, to: readonly string[]): Promise<SendOutcome>;
}

/** Exactly one address: no characters that could start a second address or a header. */
const ADDRESS = /^[^\s<>()[\]\\,;:"@\p{C}]+@[^\s<>()[\]\\,;:"@\p{C}]+$/u;
const PERMANENT = 500;

/** Opens an SMTP sender; it connects for each message. */
export function createMailSender(options: MailSenderOptions): MailSender {
  const transport = createTransport({
    url: options.smtpUrl,
    connectionTimeout: options.timeoutMs,
    greetingTimeout: options.timeoutMs,
    socketTimeout: options.timeoutMs,
  });
  return {
    async send(id, notice, to) {
      const valid = to.filter((address) => ADDRESS.test(address));
      if (valid.length === 0) {
        return { kind: "rejected", error: "there is no valid address" };
      }
      try {
        const sending = transport.sendMail({
          from: options.from,
          to: valid.map((address) => ({ name: "", address })),
          ...composeMail(notice),
          messageId: `<${id}@longhaul>`,
          headers: { "Auto-Submitted": "auto-generated" },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        const { rejectedErrors = [] } = await within(options.timeoutMs, sending, noAnswer);
        return rejectedErrors.length === 0 ? { kind: "sent" } : judgeRejections(rejectedErrors, "sent");
      } catch (err) {
        return judgeFailure(err);
      }
    },
  };
}

const noAnswer = (): Error => Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });

/** The parts of nodemailer's errors that say what happened. */
interface MailError {
  readonly code?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
  readonly recipient?: unknown;
  readonly rejectedErrors?: unknown;
}

/** Addresses that were refused temporarily are tried again; those refused for good are named in the result. */
function judgeRejections(rejections: readonly MailError[], others: "sent" | "rejected"): SendOutcome {
  const isTemporary = (err: MailError): boolean => typeof err.responseCode === "number" && err.responseCode < PERMANENT;
  const remaining = rejections.filter(isTemporary).map((err) => String(err.recipient));
  const error = rejections.map((err) => `${plainLine(String(err.recipient), 254)}: ${answerOf(err)}`).join("; ");
  if (remaining.length > 0) {
    return { kind: "retry", error, remaining };
  }
  return others === "sent" ? { kind: "sent", note: error } : { kind: "rejected", error };
}

/** A refused message is final. A server that can't be reached or refuses the login is tried again: operators may fix it. */
function judgeFailure(err: unknown): SendOutcome {
  const failure: MailError = typeof err === "object" && err !== null ? err : {};
  if (Array.isArray(failure.rejectedErrors) && failure.rejectedErrors.length > 0) {
    return judgeRejections(failure.rejectedErrors as readonly MailError[], "rejected");
  }
  const code = typeof failure.code === "string" ? failure.code : "unknown error";
  if (typeof failure.responseCode !== "number") {
    return { kind: "retry", error: `the mail server could not be reached (${code})` };
  }
  const error = answerOf(failure);
  return failure.responseCode >= PERMANENT && code !== "EAUTH" ? { kind: "rejected", error } : { kind: "retry", error };
}

function answerOf({ response, responseCode }: MailError): string {
  const code = typeof responseCode === "number" ? String(responseCode) : "no code";
  const answer = typeof response === "string" ? response : code;
  return `the mail server answered ${plainLine(answer, 300)}`;
}
