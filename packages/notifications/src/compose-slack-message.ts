import { describeNotice } from "./describe-notice.ts";
import type { OperationNotice } from "./operation-notice.ts";

export interface SlackMessage {
  /** Shown where blocks aren't, as in a phone's notifications. */
  readonly text: string;
  readonly blocks: readonly SlackSection[];
}

interface SlackText {
  readonly type: "plain_text" | "mrkdwn";
  readonly text: string;
}

export interface SlackSection {
  readonly type: "section";
  readonly text?: SlackText;
  readonly fields?: SlackText[];
}

/** Slack's limit for a field of a section. */
const FIELD_LENGTH = 2000;

/**
 * The Slack message about a notice. What clients named is plain text there, where Slack looks for no markup and no
 * mentions; `mentions` are Slack's own (`<@U…>`), or names in plain text that it doesn't know.
 */
export function composeSlackMessage(notice: OperationNotice, mentions: readonly string[]): SlackMessage {
  const { headline, facts, linkLabel } = describeNotice(notice);
  const link = notice.url === null ? [] : [`<${escapeMarkup(notice.url)}|${linkLabel}>`];
  const marked = [...mentions, ...link].join(" ");
  const fields = facts.map(([label, value]) => plainText(`${label}\n${value}`.slice(0, FIELD_LENGTH)));
  return {
    text: [escapeMarkup(headline), ...mentions].join(" "),
    blocks: [
      { type: "section", text: plainText(headline) },
      { type: "section", fields },
      ...(marked === "" ? [] : [{ type: "section", text: { type: "mrkdwn", text: marked } } as const]),
    ],
  };
}

/** What would be markup, as text. */
export function escapeMarkup(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function plainText(text: string): SlackText {
  return { type: "plain_text", text };
}
