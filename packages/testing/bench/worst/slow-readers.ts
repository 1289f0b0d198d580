import { connect, type Socket } from "node:net";
import { list } from "./bodies.ts";
import type { WorstClient } from "./worst-client.ts";

/** Live streams whose clients leave the events in the API's buffers. */
export async function measureSlowReaders({ api, base, print }: WorstClient): Promise<void> {
  const sockets: Socket[] = list(200, () => connect(Number(new URL(api.url).port), "127.0.0.1").pause());
  await api.figures();
  for (const socket of sockets)
    socket.write(
      `GET ${base}/async/events HTTP/1.1\r\nHost: x\r\nAuthorization: ${api.authorization}\r\nLast-Event-ID: 0\r\n\r\n`,
    );
  await new Promise((resolve) => setTimeout(resolve, 8000));
  await print("streamProject", "200 clients that don't read", "");
  for (const socket of sockets) socket.destroy();
}
