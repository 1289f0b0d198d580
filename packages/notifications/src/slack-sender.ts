import { LogLevel, WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from "@slack/web-api";
import { composeSlackMessage } from "./compose-slack-message.ts";
import type { OperationNotice, SendOutcome } from "./operation-notice.ts";
import { createSlackDirectory } from "./slack-directory.ts";

export interface SlackBotOptions {
  /** `xoxb-…`, with the scope `chat:write`; `chat:write.public` for channels that it isn't in. */
  readonly botToken: string;
  /** Slack's own unless given. */
  readonly apiUrl?: string;
  /** For a message: half of it to look up whom it mentions, half to post it. */
  readonly timeoutMs: number;
}

/** Sends notices to Slack. */
export interface SlackSender {
  /** Never throws. */
  send(
    notice: OperationNotice,
    to: { readonly channel: string; readonly mentionUsers?: readonly string[] },
  ): Promise<SendOutcome>;
}

/** Answers that another attempt may change: Slack's own trouble, and what an administrator may mend meanwhile. */
const PASSING: ReadonlySet<string> = new Set([
  "account_inactive",
  "fatal_error",
  "internal_error",
  "invalid_auth",
  "missing_scope",
  "not_authed",
  "not_in_channel",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
  "token_expired",
  "token_revoked",
]);

/** Sends to the channel that a notice is for, as a bot. */
export function createSlackBot(options: SlackBotOptions): SlackSender {
  const client = new WebClient(options.botToken, {
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    allowAbsoluteUrls: false,
    timeout: options.timeoutMs / 2,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  const directory = createSlackDirectory(client, options.timeoutMs / 2);
  return {
    async send(notice, { channel, mentionUsers = [] }) {
      try {
        const { text, blocks } = composeSlackMessage(notice, await directory.mention(mentionUsers));
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is the window's, this is Slack's
        await client.chat.postMessage({ channel, text, blocks: [...blocks], unfurl_links: false });
        return { kind: "sent" };
      } catch (err) {
        return judgeFailure(err);
      }
    },
  };
}

function judgeFailure(err: unknown): SendOutcome {
  if (err instanceof WebAPIRateLimitedError) {
    const retryAfterMs = 1000 * err.retryAfter;
    return { kind: "retry", error: "Slack asked to wait (ratelimited)", retryAfterMs, isRateLimit: true };
  }
  if (err instanceof WebAPIPlatformError) {
    const code = err.data.error;
    if (code === "ratelimited") {
      return { kind: "retry", error: `Slack asked to wait (${code})`, isRateLimit: true };
    }
    return { kind: PASSING.has(code) ? "retry" : "rejected", error: `Slack answered ${code}` };
  }
  const status = err instanceof WebAPIHTTPError ? ` (status ${err.statusCode})` : "";
  return { kind: "retry", error: `Slack could not be reached${status}` };
}
