import { createAddressGuard, createGuardedAgents } from "@longhaul/egress";
import type { DeliveryConfig, SendingConfig } from "../settings/config.ts";
import { createNameResolver, type NameResolver } from "../resolving/name-resolver.ts";
import { createQueryDns } from "../resolving/query-dns.ts";
import { describeFailure } from "./describe-failure.ts";
import { createGotTransport } from "./send-with-got.ts";
import { createUndiciTransport } from "./send-with-undici.ts";
import type { Sender } from "./sender.ts";

/** Makes the sender that the settings choose. */
export function createSender(
  sending: SendingConfig,
  { originCap }: Pick<DeliveryConfig, "originCap">,
  resolver: NameResolver = resolverOf(sending),
): Sender {
  const { client, timeoutMs, egressProxyUrl: proxyUrl } = sending;
  const guard = createAddressGuard(sending.allowList, resolver);
  const common = { guard, maxSockets: originCap, timeoutMs, proxyUrl };
  const transport =
    client === "undici" ? createUndiciTransport(common) : createGotTransport(createGuardedAgents(common));
  return {
    async send(request) {
      const began = performance.now();
      try {
        // A proxy looks names up itself.
        if (proxyUrl === null) await guard.prepare(new URL(request.url).hostname, request.share);
      } catch (err) {
        return describeFailure(err, false);
      }
      return transport.send(request, Math.max(1, Math.ceil(timeoutMs - (performance.now() - began))));
    },
    close: () => transport.close(),
  };
}

/** Waiting for a look-up and the look-up itself take at most a quarter of an attempt's time each. */
function resolverOf({ dnsServers, dnsTimeoutMs, timeoutMs }: SendingConfig): NameResolver {
  const limitMs = Math.min(dnsTimeoutMs, timeoutMs / 4);
  return createNameResolver({ query: createQueryDns({ servers: dnsServers, timeoutMs: limitMs }), waitMs: limitMs });
}
