import type { Message } from "@longhaul/db";
import {
  createMailSender,
  createSlackBot,
  createSlackWebhook,
  type OperationNotice,
  type SendOutcome,
} from "@longhaul/notifications";
import type { MessageSettings } from "../settings/config.ts";

/** Outcome of a message: that of an attempt, or `skipped` without one. */
export type MessageOutcome = SendOutcome | { readonly kind: "skipped"; readonly reason: string };

/** Sends through the channel that a message is for; never throws. `id` is the same with each attempt. */
export type SendMessage = (id: string, message: Message, notice: OperationNotice) => Promise<MessageOutcome>;

/** Opens the channels that are configured. */
export function createMessageSender(settings: MessageSettings, timeoutMs: number): SendMessage {
  const { smtpUrl, smtpFrom, slackBotToken, slackApiUrl, slackWebhookUrl } = settings;
  const mail = smtpUrl === undefined ? null : createMailSender({ smtpUrl, from: smtpFrom, timeoutMs });
  const bot =
    slackBotToken === undefined
      ? null
      : createSlackBot({
          botToken: slackBotToken,
          timeoutMs,
          ...(slackApiUrl === undefined ? {} : { apiUrl: slackApiUrl }),
        });
  const slack =
    bot ?? (slackWebhookUrl === undefined ? null : createSlackWebhook({ webhookUrl: slackWebhookUrl, timeoutMs }));
  return async (id, message, notice) => {
    if (message.kind === "email") {
      return mail?.send(id, notice, message.target) ?? skipped("no mail server is configured (SMTP_URL)");
    }
    return (
      slack?.send(notice, message.target) ?? skipped("Slack is not configured (SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL)")
    );
  };
}

const skipped = (reason: string): MessageOutcome => ({ kind: "skipped", reason });
