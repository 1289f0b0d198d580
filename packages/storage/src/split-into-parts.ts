/** Cuts a stream into parts of exactly `partBytes`, the last one shorter; nothing for an empty stream. */
export async function* splitIntoParts(chunks: AsyncIterable<Buffer>, partBytes: number): AsyncGenerator<Buffer> {
  let part: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let rest = chunk;
    while (size + rest.length >= partBytes) {
      const head = rest.subarray(0, partBytes - size);
      yield Buffer.concat([...part, head]);
      [part, size, rest] = [[], 0, rest.subarray(head.length)];
    }
    if (rest.length > 0) {
      part.push(rest);
      size += rest.length;
    }
  }
  if (size > 0) {
    yield Buffer.concat(part);
  }
}
