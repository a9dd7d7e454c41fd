import type { Schema } from '../../../../client-sdk/src/model/schema.ts'

/** One key of each kind, for worlds whose application has a schema. */
export const fuzzSchema: Schema = {
  version: 1,
  nodes: {
    service: { data: { label: { type: 'string', maxLength: 9 }, size: { type: 'object', merge: 'atomic' } } },
    note: { data: { body: { merge: 'text' }, mark: { merge: 'local' } } },
    group: {},
  },
  strictTypes: true,
}
