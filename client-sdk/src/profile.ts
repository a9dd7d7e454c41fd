import type { Json } from './json.ts'

/** Who a member is to the others: sent once, kept by the server for those who come later. At most 1,024 bytes as msgpack. */
export interface Profile {
  readonly name?: string
  /** A CSS colour. */
  readonly color?: string
  readonly [key: string]: Json | undefined
}
