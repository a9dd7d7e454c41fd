/** Bytes as PROTOCOL.md and these vectors write them; spaces only separate fields. */
export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (digits) => Number.parseInt(digits, 16))
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

export const adaHex = '81 a4 6e616d65 a3 416461'
/** msgpack of `{ name: 'Ada' }`. */
export const ada = bytesOf(adaHex)
export const deployHex = '92 ab 6465706c6f792e73746570 c0'
/** msgpack of `['deploy.step', null]`. */
export const deploy = bytesOf(deployHex)
export const insertHex = '0101010004010174016100'
/** Yjs V1: client 1 inserts "a" into the text `t`. */
export const insert = bytesOf(insertHex)
export const snapshotHex = '00000101000001040502746141000101000001010000'
/** The same document in Yjs V2. */
export const snapshot = bytesOf(snapshotHex)
/** Yjs state vector: of client 1, one clock tick. */
export const oneEdit = bytesOf('010101')
/** The state vector of an empty document. */
export const nothing = bytesOf('00')
