import { within } from "@longhaul/domain";
import type { WebClient } from "@slack/web-api";
import { escapeMarkup } from "./compose-slack-message.ts";
import { plainLine } from "./plain-line.ts";

const KEEP_MS = 600_000;
const USERS_A_PAGE = 1000;
const MAX_PAGES = 5;
const ID = /^[UW][A-Z0-9]{6,20}$/;
const GROUP_ID = /^S[A-Z0-9]{6,20}$/;

/** Turns the names of people and user groups into mentions. */
export interface SlackDirectory {
  /** Returns a mention for each name: of the user with that id, handle, display name or address; else the escaped name. */
  mention(names: readonly string[]): Promise<string[]>;
}

/**
 * Reads the users and groups of the workspace and caches them for ten minutes. It reads what the token's scopes allow
 * (`users:read`, `users:read.email`, `usergroups:read`). A message waits for that no longer than `waitMs`.
 */
export function createSlackDirectory(client: WebClient, waitMs: number): SlackDirectory {
  let known: { readonly mentions: Promise<ReadonlyMap<string, string>>; readonly untilMs: number } | null = null;
  const mentionsOf = (): Promise<ReadonlyMap<string, string>> => {
    if (known === null || known.untilMs < Date.now()) {
      known = { mentions: readMentions(client), untilMs: Date.now() + KEEP_MS };
    }
    return known.mentions;
  };
  return {
    async mention(names) {
      const plain = names.map((name) => plainLine(name, 100));
      const bare = plain.map((name) => name.replace(/^@/, ""));
      const mentions = bare.every(isId)
        ? new Map<string, string>()
        : await within(waitMs, mentionsOf(), "the list of names").catch(() => new Map<string, string>());
      return bare.map(
        (name, index) => mentionOfId(name) ?? mentions.get(name.toLowerCase()) ?? escapeMarkup(plain[index] ?? ""),
      );
    },
  };
}

function isId(name: string): boolean {
  return mentionOfId(name) !== null;
}

function mentionOfId(name: string): string | null {
  if (ID.test(name)) {
    return `<@${name}>`;
  }
  return GROUP_ID.test(name) ? `<!subteam^${name}>` : null;
}

/** Skips what can't be read: a message without mentions is better than no message. */
async function readMentions(client: WebClient): Promise<ReadonlyMap<string, string>> {
  const mentions = new Map<string, string>();
  const add = (name: string | undefined, mention: string): void => {
    if (name !== undefined && name !== "" && !mentions.has(name.toLowerCase())) {
      mentions.set(name.toLowerCase(), mention);
    }
  };
  const readUsers = async (): Promise<void> => {
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer = await client.users.list({ limit: USERS_A_PAGE, ...(cursor === undefined ? {} : { cursor }) });
      const present = (answer.members ?? []).filter((user) => user.deleted !== true);
      for (const { id = "", name, profile } of present) {
        [name, profile?.display_name, profile?.email].forEach((alias) => {
          add(alias, `<@${id}>`);
        });
      }
      cursor = answer.response_metadata?.next_cursor;
      if (cursor === undefined || cursor === "") {
        return;
      }
    }
  };
  const readGroups = async (): Promise<void> => {
    const { usergroups = [] } = await client.usergroups.list();
    usergroups.forEach(({ id = "", handle }) => {
      add(handle, `<!subteam^${id}>`);
    });
  };
  await readUsers().catch(() => undefined);
  await readGroups().catch(() => undefined);
  return mentions;
}
