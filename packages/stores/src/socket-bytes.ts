import type pg from "pg";

/** Bytes that a connection has sent and received so far. */
export function socketBytes(client: pg.ClientBase): number {
  // pg's types hide the socket; a client that isn't connected has none.
  const { connection } = client as unknown as {
    connection?: { stream?: { bytesRead?: number; bytesWritten?: number } };
  };
  return (connection?.stream?.bytesRead ?? 0) + (connection?.stream?.bytesWritten ?? 0);
}
