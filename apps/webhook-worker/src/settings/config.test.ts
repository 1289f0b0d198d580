import { ConfigError } from "@longhaul/runtime";
import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const OLD = Buffer.alloc(32, 8).toString("base64");
const REQUIRED = { NODE_ENV: "test", DATABASE_URL: "postgresql://me@localhost/longhaul", SECRETS_KEY: KEY };

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (err) {
    if (err instanceof ConfigError) return err.faults.map(({ name }) => name);
    throw err;
  }
}

describe("readConfig", () => {
  it("lets deliveries reach public addresses only, unless told otherwise", () => {
    expect(readConfig(REQUIRED).sending).toEqual({
      client: "got",
      timeoutMs: 15_000,
      allowList: [],
      dnsServers: [],
      dnsTimeoutMs: 3000,
      egressProxyUrl: null,
    });
    const open = readConfig({ ...REQUIRED, WEBHOOK_ALLOW_PRIVATE: "loopback,10.0.0.0/8" });
    expect(open.sending.allowList).toHaveLength(3);
  });

  it("gives a delivery back only after the longest attempt and a margin", () => {
    const { delivery } = readConfig({ ...REQUIRED, WEBHOOK_TIMEOUT: "20s", WEBHOOK_LEASE_MARGIN: "5s" });
    expect(delivery.leaseMs).toBe(25_000);
  });

  it("reads the keys, the current one first", () => {
    const { secretsKeys } = readConfig({ ...REQUIRED, SECRETS_KEYS_OLD: `${OLD}, ${KEY}` });
    expect(secretsKeys.map((key) => key[0])).toEqual([7, 8, 7]);
  });

  it("reports all faults at once, and no secret in them", () => {
    const env = {
      SECRETS_KEY: "c2hvcnQ=",
      SECRETS_KEYS_OLD: `${KEY},short`,
      WEBHOOK_ALLOW_PRIVATE: "intranet",
      WEBHOOK_EGRESS_PROXY: "socks5://proxy:1080",
      WEBHOOK_TIMEOUT: "soon",
      WEBHOOK_SENDER: "curl",
    };
    expect(faultsOf(env).toSorted()).toEqual(["DATABASE_URL", ...Object.keys(env)].toSorted());
    expect(() => readConfig(env)).not.toThrow("c2hvcnQ=");
  });
});
