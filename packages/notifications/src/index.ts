export type { EndStatus, OperationNotice, SendOutcome } from "./operation-notice.ts";
export { createMailSender, type MailSender, type MailSenderOptions } from "./mail-sender.ts";
export { createSlackBot, type SlackBotOptions, type SlackSender } from "./slack-sender.ts";
export { createSlackWebhook, type SlackWebhookOptions } from "./slack-webhook.ts";
