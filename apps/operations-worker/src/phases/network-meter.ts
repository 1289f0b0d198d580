import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";

const open = new Set<Socket>();
let closedBytes = 0;
let storedBytes = 0;
let isWatching = false;

const bytesOf = (socket: Socket): number => socket.bytesRead + socket.bytesWritten;

/** Counts from now on the bytes of every connection that this process opens. */
export function watchSockets(): void {
  if (isWatching) return;
  isWatching = true;
  subscribe("net.client.socket", (message) => {
    const { socket } = message as { readonly socket: Socket };
    open.add(socket);
    socket.once("close", () => {
      open.delete(socket);
      closedBytes += bytesOf(socket);
    });
  });
}

/** Adds bytes that went to or came from a store which has no connection. */
export const addStoredBytes = (bytes: number): void => {
  storedBytes += bytes;
};

/** All bytes so far. */
export function networkBytes(): number {
  let sum = closedBytes + storedBytes;
  for (const socket of open) sum += bytesOf(socket);
  return sum;
}
