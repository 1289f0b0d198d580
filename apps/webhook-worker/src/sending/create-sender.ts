import type { DeliveryConfig, SendingConfig } from "../config.ts";
import { createAddressGuard, type Resolver } from "./address-guard.ts";
import { createGuardedAgents } from "./guarded-agents.ts";
import { createGotSender } from "./send-with-got.ts";
import { createUndiciSender } from "./send-with-undici.ts";
import type { Sender } from "./sender.ts";

/** The sender that the settings ask for. */
export function createSender(
  sending: SendingConfig,
  { originCap }: Pick<DeliveryConfig, "originCap">,
  resolve?: Resolver,
): Sender {
  const common = {
    guard: createAddressGuard(sending.allowList, resolve),
    maxSockets: originCap,
    timeoutMs: sending.timeoutMs,
    proxyUrl: sending.egressProxyUrl,
  };
  return sending.client === "undici"
    ? createUndiciSender(common)
    : createGotSender(createGuardedAgents(common), sending.timeoutMs);
}
