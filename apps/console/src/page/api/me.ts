import { signal } from "@preact/signals";
import type { Permission } from "@longhaul/contracts";
import type { Client } from "@longhaul/sdk";

/** Who the token makes the reader, as `ping` says. */
export interface Me {
  readonly subject: string;
  readonly projects: readonly string[] | "*";
  readonly role?: string;
  readonly permissions: readonly string[];
  readonly tokenExpires: string;
  readonly version: string;
}

export const me = signal<Me | null>(null);

/** Asks who the reader is. @throws LonghaulError, `not_found` when the token doesn't cover the project */
export async function askWhoAmI(client: Client, stopped: AbortSignal): Promise<void> {
  me.value = (await client.ping({ signal: stopped })) as unknown as Me;
}

/** Whether the reader may do something; until that is known they may try. */
export const may = (permission: Permission): boolean => me.value === null || me.value.permissions.includes(permission);
