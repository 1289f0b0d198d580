import { describeNotice } from "./describe-notice.ts";
import type { OperationNotice } from "./operation-notice.ts";

export interface SlackMessage {
  /** Shown where Slack can't show blocks, such as in a phone's notifications. */
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
 * Writes the Slack message about a notice. Texts of clients are `plain_text`, in which Slack looks for no markup and no
 * mentions. @param mentions Slack mentions (`<@U…>`), or escaped names that Slack doesn't know
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

/** Escapes Slack markup. */
export function escapeMarkup(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function plainText(text: string): SlackText {
  return { type: "plain_text", text };
}
