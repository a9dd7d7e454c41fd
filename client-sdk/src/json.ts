/** Plain data that Yjs and msgpack both carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
