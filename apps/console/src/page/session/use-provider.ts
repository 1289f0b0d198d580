import { useEffect, useRef, useState } from "preact/hooks";
import { askProvider, leaveFor, takeReturn, tokenFor, type Provider, type ProviderFault } from "./provider.ts";
import type { Scope } from "./scope-fields.tsx";

interface ProviderState {
  /** Null where none is set, or as long as that isn't known. */
  readonly provider: Provider | null;
  /** Its reader came back with a token. */
  readonly isBack: boolean;
  readonly fault: ProviderFault | null;
}

/** Signing in through the service's identity provider. `onToken` gets the token of a reader who came back, and where they had been. */
export function useProvider(onToken: (token: string, before: Scope | null) => void): {
  readonly host: string | null;
  readonly isBack: boolean;
  readonly fault: ProviderFault | null;
  readonly leave: (scope: Scope | null) => void;
} {
  const [state, setState] = useState<ProviderState>({ provider: null, isBack: false, fault: null });
  const latest = useRef(onToken);
  latest.current = onToken;
  useEffect(() => {
    const stopped = new AbortController();
    const change = (next: Partial<ProviderState>): void => {
      if (!stopped.signal.aborted) setState((before) => ({ ...before, ...next }));
    };
    askProvider(stopped.signal).then(
      (provider) => change({ provider }),
      () => change({ fault: "providerAway" }),
    );
    const back = takeReturn();
    if (back !== null)
      void tokenFor(back).then((given) => {
        if (typeof given === "string") return change({ fault: given });
        change({ isBack: true });
        latest.current(given.token, back.leave?.scope ?? null);
      });
    return () => stopped.abort();
  }, []);
  const { provider, isBack, fault } = state;
  return {
    host: provider === null ? null : new URL(provider.issuer).host,
    isBack,
    fault,
    leave(scope) {
      if (provider !== null)
        leaveFor(provider, scope).catch(() => setState((before) => ({ ...before, fault: "providerRefused" })));
    },
  };
}
