import { ByteWriter } from './byte-writer.ts'

/** The bytes of a lane: its entries one after the other, in one allocation. */
export function encodeEntries<Entry>(
  entries: Iterable<Entry>,
  bytesOf: (entry: Entry) => number,
  write: (writer: ByteWriter, entry: Entry) => void,
): Uint8Array<ArrayBuffer> {
  let byteLength = 0
  for (const entry of entries) byteLength += bytesOf(entry)
  const writer = new ByteWriter(byteLength)
  for (const entry of entries) write(writer, entry)
  return writer.bytes
}
