import { once } from "node:events";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";

/** A key and its self-signed certificate for localhost, for tests only. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRnJlHAjQkP/J/VG5
gCHKEOeAaK0REERWCAEY+fLMoBihRANCAAR6N0ItA2dzroR7eqTzi8X9c35zSoVl
MiANa4cZEj9pa4GXtWn/ICzm752GDAStCBCEVTRFW3HSRIL6qxHHRVu1
-----END PRIVATE KEY-----`;
const CERT = `-----BEGIN CERTIFICATE-----
MIIBmjCCAT+gAwIBAgIURngKWXAfiKTn7tn0ma6IagL0d/gwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MB4XDTI2MTEyNDEyNTgxMFoXDTM2MTEyMTEy
NTgxMFowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEejdCLQNnc66Ee3qk84vF/XN+c0qFZTIgDWuHGRI/aWuBl7Vp/yAs5u+d
hgwErQgQhFU0RVtx0kSC+qsRx0VbtaNvMG0wHQYDVR0OBBYEFDv2h4Ewo66HgAix
dQOtGSWtSuUSMB8GA1UdIwQYMBaAFDv2h4Ewo66HgAixdQOtGSWtSuUSMA8GA1Ud
EwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMAoGCCqGSM49
BAMCA0kAMEYCIQD9D0IGv5t6tE6TmJEQAuteyEAlfDJj4ZQrPOc5W79yFAIhAPvZ
ehnwudsiS/0iW1gbG5wbGzwjsL1fT9JWQZh9T/zm
-----END CERTIFICATE-----`;

export interface TlsReceiver {
  /** `https://localhost:<port>`. */
  readonly url: string;
  /** How many requests arrived. */
  readonly count: () => number;
  close(): Promise<void>;
}

/** Starts an HTTPS server with a self-signed certificate. */
export async function startTlsReceiver(options: ServerOptions = {}): Promise<TlsReceiver> {
  let count = 0;
  const server = createServer({ key: KEY, cert: CERT, ...options }, (req, res) => {
    count++;
    req.resume();
    res.end("got it");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    count: () => count,
    async close() {
      const closed = once(server, "close");
      server.closeAllConnections();
      server.close();
      await closed;
    },
  };
}
