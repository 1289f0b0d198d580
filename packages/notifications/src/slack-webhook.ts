import { composeSlackMessage, escapeMarkup } from "./compose-slack-message.ts";
import type { SendOutcome } from "./operation-notice.ts";
import { plainLine } from "./plain-line.ts";
import type { SlackSender } from "./slack-sender.ts";

export interface SlackWebhookOptions {
  /** URL of an incoming webhook, which is a secret. */
  readonly webhookUrl: string;
  readonly timeoutMs: number;
}

const ID = /^@?([UW][A-Z0-9]{6,20})$/;

/** Sends everything to the one channel that an incoming webhook is bound to; only ids can be mentioned. */
export function createSlackWebhook(options: SlackWebhookOptions): SlackSender {
  return {
    async send(notice, { mentionUsers = [] }) {
      try {
        const response = await fetch(options.webhookUrl, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(composeSlackMessage(notice, mentionUsers.map(toMention))),
          redirect: "error",
          signal: AbortSignal.timeout(options.timeoutMs),
        });
        return await judge(response);
      } catch {
        return { kind: "retry", error: "Slack could not be reached" };
      }
    },
  };
}

async function judge(response: Response): Promise<SendOutcome> {
  const answer = plainLine((await response.text()).slice(0, 1000), 100);
  if (response.ok) {
    return { kind: "sent" };
  }
  if (response.status === 429) {
    const seconds = Number(response.headers.get("retry-after"));
    const wait = Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: 1000 * seconds } : {};
    return { kind: "retry", error: "Slack asked to wait (status 429)", isRateLimit: true, ...wait };
  }
  const error = `Slack answered ${answer === "" ? `with status ${response.status}` : answer}`;
  return response.status >= 500 ? { kind: "retry", error } : { kind: "rejected", error };
}

function toMention(name: string): string {
  const id = ID.exec(name)?.[1];
  return id === undefined ? escapeMarkup(plainLine(name, 100)) : `<@${id}>`;
}
